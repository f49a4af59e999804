package dev.rootbridge.explain;

import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Unknown;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call by mTLS from a workload of one cluster to a workload of another, layer by layer. Below the
 * first layer that fails, nothing is reached, but what else would fail is worth knowing.
 */
public final class Crossing {

  /**
   * One end of the call.
   *
   * @param cluster how people know its cluster
   * @param expected the identities that its ServiceEntries and DestinationRules name; only asked of
   *     the calling end
   * @param policies only asked of the called end
   * @param rootNamespace of its mesh
   */
  public record End(
      String cluster,
      Workload workload,
      View<List<String>> expected,
      View<List<PolicyFacts>> policies,
      String rootNamespace) {

    TrustFacts facts() {
      return workload.facts();
    }

    TrustDomain domain() {
      return facts().local().trustDomain();
    }

    @Override
    public String toString() {
      return workload + " in " + cluster;
    }
  }

  private final End from;
  private final End to;

  private Crossing(End from, End to) {
    this.from = from;
    this.to = to;
  }

  /** All layers, in the order in which a call meets them. */
  public static List<Observation> layers(End from, End to, Instant now) {
    Crossing crossing = new Crossing(from, to);
    OneWayTrust caller = new OneWayTrust(from, to, now);
    OneWayTrust called = new OneWayTrust(to, from, now);
    List<Observation> layers = new ArrayList<>();
    layers.add(new Observation("trust domains", crossing.domains()));
    layers.add(new Observation("anchor, caller", caller.anchor()));
    layers.add(new Observation("anchor, called", called.anchor()));
    layers.add(new Observation("constraint, caller", caller.constraint()));
    layers.add(new Observation("constraint, called", called.constraint()));
    layers.add(new Observation("proxy, caller", caller.proxy()));
    layers.add(new Observation("proxy, called", called.proxy()));
    layers.add(new Observation("SAN, caller", crossing.outbound()));
    layers.add(new Observation("SAN, called", crossing.inbound()));
    layers.add(new Observation("policy", crossing.policy()));
    return List.copyOf(layers);
  }

  private Outcome domains() {
    return from.domain().equals(to.domain())
        ? new Failed(
            "both meshes are " + from.domain() + ": they can't be told apart",
            "give one of them a trustDomain of its own, which restarts its workloads")
        : new Ok(from.domain() + " calls " + to.domain());
  }

  private Outcome outbound() {
    String identity = to.workload().identity().toString();
    if (from.expected().seen().filter(names -> names.contains(identity)).isPresent()) {
      return new Ok("a ServiceEntry or DestinationRule expects " + identity);
    }
    return from.facts()
        .domain(to.domain())
        .flatMap(domain -> domain.domain().condition(Condition.Type.CALLABLE))
        .map(
            condition ->
                condition.status() == Condition.Status.TRUE
                    ? DomainTrust.outcome(condition)
                    : new Unknown(
                        "whether "
                            + identity
                            + " is expected isn't known: "
                            + condition.message()
                            + from.expected().unseen().map(why -> "; " + why).orElse(""),
                        Optional.empty()))
        .orElseGet(
            () -> new Unknown("nothing is known of calls to " + to.domain(), Optional.empty()));
  }

  /** The condition knows more than the mesh configs: whether istiod reads them. */
  private Outcome inbound() {
    return to.facts()
        .domain(from.domain())
        .flatMap(domain -> domain.domain().condition(Condition.Type.ACCEPTED_BY_MESH))
        .map(DomainTrust::outcome)
        .orElseGet(
            () ->
                to.facts().mesh().accepts(from.domain())
                    ? new Ok("a mesh config of " + to.cluster() + " accepts " + from.domain())
                    : new Failed(
                        "no mesh config of " + to.cluster() + " accepts " + from.domain(),
                        "set meshConfig.acceptance: Distinct, and"
                            + " SHARED_MESH_CONFIG=rootbridge-mesh on istiod"));
  }

  private Outcome policy() {
    if (to.policies() instanceof View.Unseen<List<PolicyFacts>> unseen) {
      return new Unknown("policies can't be seen: " + unseen.why(), Optional.empty());
    }
    Map<String, String> labels = new HashMap<>();
    to.workload()
        .pods()
        .get(0)
        .object()
        .path("metadata")
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return new PolicyVerdict(
            to.policies().seen().orElseThrow(),
            to.rootNamespace(),
            new DomainNames(to.facts().names()))
        .of(from.workload().identity(), to.workload().namespace().name(), labels);
  }
}
