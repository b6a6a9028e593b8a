import assert from "node:assert/strict";
import { type Machine, planBrowser } from "../../scripts/lib/browser.mjs";

const debian = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nID=debian\n';
const ubuntu = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n';

/** What is planned on a machine with these programs, by name on the PATH or by path. */
function check(
  machine: { programs?: string[]; chosen?: string; osRelease?: string; isRoot?: boolean },
  expected: ReturnType<typeof planBrowser> | RegExp,
): void {
  const { programs = [], chosen, osRelease = "", isRoot = false } = machine;
  const plan = planBrowser({
    chosen,
    osRelease,
    isRoot,
    findOnPath: (name) => (programs.includes(name) ? `/bin/${name}` : null),
    isProgram: (file) => programs.includes(file),
  } satisfies Machine);
  if (expected instanceof RegExp) assert.match(plan.kind === "missing" ? plan.reason : plan.kind, expected);
  else assert.deepEqual(plan, expected);
}

describe("finding a browser", () => {
  it("takes the one that CHROME_PATH names, before any other", () => {
    check(
      { chosen: "/opt/chrome", programs: ["/opt/chrome", "chromium"] },
      { kind: "found", file: "/opt/chrome" },
    );
  });

  it("says so when CHROME_PATH names nothing, and takes no other", () => {
    check({ chosen: "/opt/chrome", programs: ["chromium"] }, /CHROME_PATH is \/opt\/chrome/);
  });

  it("takes the first of the known names on the PATH", () => {
    check({ programs: ["chromium", "google-chrome"] }, { kind: "found", file: "/bin/google-chrome" });
    check({ programs: ["chromium"] }, { kind: "found", file: "/bin/chromium" });
  });

  it("looks where browsers are installed without being on the PATH", () => {
    const file = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    check({ programs: [file] }, { kind: "found", file });
  });

  it("installs Debian's package when it is root on Debian", () => {
    check({ programs: ["apt-get"], osRelease: debian, isRoot: true }, { kind: "install" });
  });

  it("says what to install when it is not root, or not on Debian", () => {
    check({ programs: ["apt-get"], osRelease: debian }, /apt-get install chromium/);
    check(
      { programs: ["apt-get"], osRelease: ubuntu, isRoot: true },
      /install one, or name it in .*CHROME_PATH/,
    );
    check({}, /No Chrome or Chromium was found/);
  });
});
