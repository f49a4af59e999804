package dev.rootbridge.cli;

import dev.rootbridge.trust.TrustDomain;
import java.nio.file.Path;

/** A trust domain and the file with its roots, as in {@code cluster-b.example=b-root.pem}. */
record DomainFile(TrustDomain trustDomain, Path path) {}
