package dev.rootbridge.explain;

import dev.rootbridge.mesh.MeshConfigOutcome;
import dev.rootbridge.mesh.MeshConfigReader;
import dev.rootbridge.sync.Hazards;
import dev.rootbridge.sync.MeshFacts;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrustDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is trusted in the cluster of a.example; each change makes another one. */
record TestTrust(
    List<TestDomain> domains,
    List<TestNamespace> namespaces,
    String meshConfig,
    Optional<String> podsUnknown) {

  static final TestCertificate LOCAL = TestCertificate.root("O=A");
  static final TrustDomain HERE = new TrustDomain("a.example");
  private static final String WHERE = "ConfigMap istio-system/istio, key mesh";

  static TestTrust of(TestDomain... domains) {
    return new TestTrust(List.of(domains), List.of(), "", Optional.empty());
  }

  TestTrust in(TestNamespace... more) {
    return new TestTrust(
        domains,
        Stream.concat(namespaces.stream(), Arrays.stream(more)).toList(),
        meshConfig,
        podsUnknown);
  }

  TestTrust meshConfig(String text) {
    return new TestTrust(domains, namespaces, text, podsUnknown);
  }

  TestTrust podsUnknown(String why) {
    return new TestTrust(domains, namespaces, meshConfig, Optional.of(why));
  }

  TrustFacts facts() {
    return new TrustFacts(
        new LocalFacts(
            HERE, List.of(LOCAL.anchor()), "ConfigMap rootbridge-system/rootbridge-local"),
        domains.stream().map(TestDomain::facts).toList(),
        namespaces.stream().map(TestNamespace::facts).toList(),
        podsUnknown,
        mesh());
  }

  private MeshReading mesh() {
    MeshConfigOutcome outcome = MeshConfigReader.read(meshConfig);
    return outcome instanceof MeshConfigOutcome.Parsed parsed
        ? new MeshReading(
            "istio-system",
            List.of(new MeshFacts.Config("istio", WHERE, parsed.domains())),
            List.of(new Hazards.MeshConfig(WHERE, parsed.trust())),
            List.of())
        : new MeshReading(
            "istio-system",
            List.of(),
            List.of(),
            List.of(((MeshConfigOutcome.Rejected) outcome).problem()));
  }
}
