package dev.rootbridge.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.explain.PeerFacts.Entry;
import dev.rootbridge.explain.PeerFacts.Gateway;
import dev.rootbridge.explain.PeerFacts.Location;
import dev.rootbridge.explain.PeerFacts.Mode;
import dev.rootbridge.explain.PeerFacts.Policy;
import dev.rootbridge.explain.PeerFacts.Rule;
import dev.rootbridge.explain.PeerFacts.Tls;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UncheckedPeersTest {

  private static final String HOST = "web.shop.b.example";
  private static final Entry INSIDE = entry(Location.MESH_INTERNAL);
  private static final Entry OUTSIDE = entry(Location.MESH_EXTERNAL);
  private static final Tls NAMED =
      new Tls(Mode.ISTIO_MUTUAL, List.of("spiffe://b.example/ns/shop/sa/web"));
  private static final Tls NAMELESS = new Tls(Mode.ISTIO_MUTUAL, List.of());
  private static final Tls OTHER = new Tls(Mode.OTHER, List.of());

  @Test
  void aGatewayIsOpenIfOneOfItsServersNamesNobody() {
    assertThat(gateway(NAMED, NAMELESS)).containsExactly("Gateway istio-system/east-west");
    assertThat(gateway(NAMED, OTHER)).isEmpty();
    assertThat(gateway()).isEmpty();
  }

  @Test
  void withoutARuleWhatIsInTheMeshIsReachedByItsCertificates() {
    assertThat(open(INSIDE)).isTrue();
    assertThat(open(OUTSIDE)).isFalse();
    assertThat(open(naming(INSIDE))).isFalse();
  }

  @Test
  void aRuleCanOpenWhatIsOutsideOfTheMesh() {
    assertThat(open(OUTSIDE, rule(HOST, all(NAMELESS)))).isTrue();
    assertThat(open(OUTSIDE, rule(HOST, all(NAMED)))).isFalse();
    assertThat(open(naming(OUTSIDE), rule(HOST, all(NAMELESS)))).isFalse();
    assertThat(open(OUTSIDE, rule(HOST, all(OTHER)))).isFalse();
    assertThat(open(OUTSIDE, rule("else.b.example", all(NAMELESS)))).isFalse();
  }

  @Test
  void aRuleCanNameWhoIsInTheMesh() {
    assertThat(open(INSIDE, rule(HOST, all(NAMED)))).isFalse();
    assertThat(open(INSIDE, rule(HOST, all(NAMELESS)))).isTrue();
    assertThat(open(INSIDE, rule(HOST, all(OTHER)))).isFalse();
    assertThat(open(INSIDE, rule("else.b.example", all(NAMED)))).isTrue();
  }

  @Test
  void settingsOfAPortInheritNothing() {
    Optional<Tls> none = Optional.empty();
    assertThat(open(INSIDE, rule(HOST, ports(none, Map.of(80, Optional.of(NAMED)))))).isTrue();
    assertThat(
            open(
                INSIDE,
                rule(HOST, ports(none, Map.of(80, Optional.of(NAMED), 443, Optional.of(NAMED))))))
        .isFalse();
    assertThat(
            open(
                OUTSIDE, rule(HOST, ports(Optional.of(NAMED), Map.of(443, Optional.of(NAMELESS))))))
        .isTrue();
    assertThat(open(INSIDE, rule(HOST, ports(Optional.of(NAMED), Map.of(443, none))))).isTrue();
    assertThat(open(INSIDE, rule(HOST, ports(Optional.of(NAMED), Map.of(9, none))))).isFalse();
  }

  @Test
  void aSubsetInheritsWhatItDoesNotSay() {
    Policy silent = ports(Optional.empty(), Map.of());
    assertThat(open(INSIDE, new Rule(HOST, all(NAMED), List.of(silent)))).isFalse();
    assertThat(open(INSIDE, new Rule(HOST, all(NAMED), List.of(all(NAMELESS))))).isTrue();
  }

  @Test
  void theClosestHostCounts() {
    Rule wide = rule("*.b.example", all(NAMED));
    assertThat(open(INSIDE, wide)).isFalse();
    assertThat(open(INSIDE, wide, rule("*.shop.b.example", all(NAMELESS)))).isTrue();
    assertThat(open(INSIDE, rule("*", all(NAMELESS)), wide)).isFalse();
    assertThat(open(INSIDE, rule(HOST, all(NAMED)), rule(HOST, silentOnTls()))).isFalse();
    Entry brief =
        new Entry("shop/b", List.of("w.b.example"), Location.MESH_INTERNAL, Set.of(80), List.of());
    assertThat(open(brief, rule("w.b.example", all(NAMED)), rule("*.b.example", all(NAMELESS))))
        .isFalse();
  }

  private static Policy silentOnTls() {
    return ports(Optional.empty(), Map.of());
  }

  private static Policy all(Tls tls) {
    return ports(Optional.of(tls), Map.of());
  }

  private static Policy ports(Optional<Tls> tls, Map<Integer, Optional<Tls>> ports) {
    return new Policy(tls, ports);
  }

  private static Rule rule(String host, Policy policy) {
    return new Rule(host, policy, List.of());
  }

  private static Entry entry(Location location) {
    return new Entry("shop/b", List.of(HOST), location, Set.of(80, 443), List.of());
  }

  private static Entry naming(Entry entry) {
    return new Entry(
        entry.name(), entry.hosts(), entry.location(), entry.ports(), NAMED.identities());
  }

  private static boolean open(Entry entry, Rule... rules) {
    return !UncheckedPeers.of(new PeerFacts(List.of(), List.of(entry), List.of(rules))).isEmpty();
  }

  private static List<String> gateway(Tls... servers) {
    return UncheckedPeers.of(
        new PeerFacts(
            List.of(new Gateway("istio-system/east-west", List.of(servers))),
            List.of(),
            List.of()));
  }
}
