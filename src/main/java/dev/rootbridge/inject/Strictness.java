package dev.rootbridge.inject;

/** What to do with a pod that names a trust domain it can't have. */
public enum Strictness {
  /** Leave the name out, admit the pod, and say so. */
  LENIENT,
  /** Deny the pod with the same sentence. */
  STRICT
}
