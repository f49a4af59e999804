package dev.rootbridge.trust;

/** What a lint finding means for the certificate. */
public enum Severity {
  /** It is kept out of every bundle. */
  ERROR,
  /** It is reported and used. */
  WARNING
}
