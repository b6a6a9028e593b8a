import { describe, it } from "mocha";
import { check } from "./support.js";

describe("packages of classes and typed arrays", () => {
  it("three: vectors, matrices, quaternions", async () => {
    await check("three", "{ Vector3 }", "new Vector3(t, 1, 2).normalize().dot(new Vector3(1, 2, 3))");
    await check(
      "three",
      "{ Vector3 }",
      "new Vector3(t, 1, 2).cross(new Vector3(1, t, 3)).lengthSq() + new Vector3(1, t, 0).angleTo(new Vector3(0, 1, t))",
    );
    await check(
      "three",
      "{ Vector3, Quaternion }",
      "new Vector3(1, 0, 0).applyQuaternion(new Quaternion().setFromAxisAngle(new Vector3(0, 0, 1), t)).y",
    );
    await check(
      "three",
      "{ Quaternion, Euler }",
      "new Quaternion().setFromEuler(new Euler(t, 0.2, 0.3)).slerp(new Quaternion(), t).w",
    );
    await check(
      "three",
      "{ Vector3, Matrix4 }",
      "new Vector3(1, 2, 3).applyMatrix4(new Matrix4().makeRotationX(t)).z",
    );
    await check(
      "three",
      "{ Matrix4 }",
      "new Matrix4().makePerspective(-t, 1, 1, -1, 1, 10).invert().determinant()",
    );
    await check(
      "three",
      "{ Matrix4, Vector3, Quaternion }",
      "const m = new Matrix4().compose(new Vector3(t, 1, 2), new Quaternion(0, 0, t, 1).normalize(), new Vector3(1, t, 1)); return m.multiply(new Matrix4().makeScale(t, 2, 3)).elements[5];",
    );
    await check(
      "three",
      "* as THREE",
      "THREE.MathUtils.smoothstep(t, 0, 1) + new THREE.Vector2(t, 2).length() + new THREE.Ray(new THREE.Vector3(0, 0, t), new THREE.Vector3(0, 1, 0)).distanceToPoint(new THREE.Vector3(1, 2, 3))",
    );
    await check(
      "three",
      "{ Spherical, Vector3, Color }",
      "new Vector3().setFromSpherical(new Spherical(2, t, 1)).x + new Color(t, 0.2, 0.1).r",
    );
  });

  it("ml-matrix", async () => {
    await check(
      "ml-matrix",
      "{ Matrix }",
      "new Matrix([[1, t], [t, 3]]).mmul(Matrix.columnVector([1, 2])).get(1, 0)",
    );
    await check(
      "ml-matrix",
      "{ Matrix, solve, inverse, determinant }",
      "solve(new Matrix([[2, t], [t, 3]]), Matrix.columnVector([1, 2])).get(0, 0) + determinant(new Matrix([[t, 1], [2, 3]]))",
    );
    await check(
      "ml-matrix",
      "{ Matrix, inverse }",
      "inverse(new Matrix([[2, t], [t, 3]])).get(0, 1) + new Matrix([[t, 2]]).norm()",
    );
    await check(
      "ml-matrix",
      "{ Matrix, CholeskyDecomposition as Cholesky }",
      "new Cholesky(new Matrix([[2, t], [t, 3]])).lowerTriangularMatrix.get(1, 1)",
    );
  });

  it("gl-matrix, whose vectors are of single precision", async () => {
    const single = { tolerance: 1e-3, step: 2 ** -5 };
    await check(
      "gl-matrix",
      "{ vec3 }",
      "vec3.dot([t, 1, 2], [1, t, 3]) + vec3.length(vec3.fromValues(t, 1, 2))",
      single,
    );
    await check(
      "gl-matrix",
      "{ vec3, quat }",
      "const q = quat.setAxisAngle(quat.create(), [0, 0, 1], t); return vec3.transformQuat(vec3.create(), [1, 0, 0], q)[1];",
      single,
    );
    await check(
      "gl-matrix",
      "{ mat4 }",
      "mat4.determinant(mat4.scale(mat4.create(), mat4.fromXRotation(mat4.create(), t), [t, 2, 3]))",
      single,
    );
    await check(
      "gl-matrix",
      "{ mat4 }",
      "mat4.invert([], [t, 1, 0, 0, 2, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])[0]",
    );
  });
});
