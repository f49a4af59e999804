package dev.rootbridge.sync;

import static dev.rootbridge.sync.Condition.Type.ACCEPTED_BY_MESH;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.mesh.MeshDomains;
import dev.rootbridge.mesh.MeshFragment;
import dev.rootbridge.sync.MeshFacts.Publication;
import dev.rootbridge.sync.MeshFacts.Published;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.trust.TrustDomain;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The fragment of mesh config that is to be published, and how far it is on its way into the
 * ConfigMap that istiod reads.
 *
 * @param present the ConfigMap of its name, as it is
 * @param failure why its last write failed
 */
record MeshDelivery(
    Publication publication,
    MeshFragment fragment,
    Optional<Published> present,
    Optional<String> failure) {

  /** The only key that istiod reads. */
  static final String KEY = "mesh";

  private static final MeshDomains NOBODY =
      new MeshDomains(Optional.empty(), List.of(), Optional.empty());

  static MeshDelivery of(
      SyncPlan plan,
      Publication publication,
      Optional<Published> present,
      Optional<String> failure) {
    return new MeshDelivery(
        publication,
        new MeshFragment(
            domains(plan, Acceptance.DISTINCT, publication),
            domains(plan, Acceptance.ALIAS, publication)),
        present,
        failure);
  }

  private static SortedSet<TrustDomain> domains(
      SyncPlan plan, Acceptance acceptance, Publication publication) {
    SortedSet<TrustDomain> domains = new TreeSet<>();
    if (publication.enabled()) {
      plan.domains().stream()
          .filter(MeshPlanner::isWanted)
          .map(SyncPlan.Domain::trust)
          .filter(trust -> trust.acceptance() == acceptance)
          .forEach(trust -> domains.add(trust.trustDomain()));
    }
    return domains;
  }

  /** What must be done about the ConfigMap; nothing about someone else's. */
  Optional<Action> action() {
    if (isSomeoneElses() || isInPlace()) {
      return Optional.empty();
    }
    return content()
        .map(this::write)
        .or(() -> seen().map(there -> new Action.Delete(publication.target(), there)));
  }

  private Action write(TargetContent content) {
    Set<String> surplus = new HashSet<>();
    present.ifPresent(there -> surplus.addAll(there.target().keys()));
    surplus.remove(KEY);
    return new Action.Write(publication.target(), content, surplus, ContentChanges.NONE, seen());
  }

  private Optional<SyncPlan.Seen> seen() {
    return present.map(there -> there.target().seen());
  }

  /** Whether the ConfigMap is ours, and exactly as it should be. */
  private boolean isInPlace() {
    return !isSomeoneElses()
        && present
            .map(there -> there.target().content())
            .equals(content().map(TargetContent::fingerprint));
  }

  private Optional<TargetContent> content() {
    return fragment.text().map(text -> TargetContent.of(Map.of(KEY, text)));
  }

  private boolean isSomeoneElses() {
    return present.filter(there -> there.target().owner() == World.Owner.SOMEONE_ELSE).isPresent();
  }

  /** Whether whoever reads the ConfigMap finds the domain to be an alias there, as it should be. */
  boolean isAliasInPlace(TrustDomain domain) {
    return isInPlace(domain) && fragment.aliases().contains(domain);
  }

  /**
   * Whether the ConfigMap is ours, and says of the domain what it should: that others come and go
   * changes nothing for this one.
   */
  private boolean isInPlace(TrustDomain domain) {
    if (isSomeoneElses()) {
      return false;
    }
    return isInPlace()
        || present
            .map(Published::domains)
            .orElse(Optional.of(NOBODY))
            .filter(
                now ->
                    lists(now, domain) == fragment.distinct().contains(domain)
                        && now.aliases().contains(domain.name())
                            == fragment.aliases().contains(domain))
            .isPresent();
  }

  private static boolean lists(MeshDomains now, TrustDomain domain) {
    return now.listed().filter(names -> names.contains(domain.name())).isPresent();
  }

  /**
   * Why whoever reads the ConfigMap doesn't find the domain there, or may not. What is still there
   * comes before what is wanted: a domain is not out before the ConfigMap says so.
   */
  Optional<Condition> problem(SyncPlan.Domain domain) {
    FederatedTrust trust = domain.trust();
    if (isSomeoneElses()) {
      return Optional.of(conflict());
    }
    if (!isInPlace(trust.trustDomain())) {
      return Optional.of(underWay());
    }
    if (!publication.enabled() || trust.acceptance() == Acceptance.NONE) {
      return Optional.of(notAccepted(trust.trustDomain()));
    }
    return MeshPlanner.isWanted(domain)
        ? Optional.empty()
        : Optional.of(nothingTrusted(trust.trustDomain()));
  }

  private Condition conflict() {
    return fails(
        "MeshConfigMapConflict",
        target()
            + " is not Rootbridge's, so what it makes istiod accept isn't known here: rename or"
            + " delete it, or set rootbridge.mesh.publish.config-map");
  }

  private Condition underWay() {
    return failure
        .map(
            why ->
                fails(
                    "MeshConfigMapNotWritten",
                    target()
                        + ": "
                        + why
                        + (present.isPresent()
                            ? "; until it is, istiod goes by what it holds now"
                            : "")))
        .orElseGet(
            () ->
                fails(
                    "Publishing",
                    target()
                        + " is about to be "
                        + (content().isPresent() ? "written" : "deleted")));
  }

  private Condition nothingTrusted(TrustDomain domain) {
    return fails(
        "NothingTrusted",
        "no anchor of "
            + domain
            + " may be trusted now, so "
            + target()
            + " doesn't list it; see the other conditions and status.anchors");
  }

  private String target() {
    return "ConfigMap " + publication.target();
  }

  private Condition notAccepted(TrustDomain domain) {
    return fails(
        "NotAccepted",
        "nothing makes istiod accept "
            + domain
            + ": set meshConfig.acceptance: Distinct"
            + (publication.enabled() ? "" : " and rootbridge.mesh.publish.enabled=true")
            + ", or write caCertificates: [{trustDomains: ["
            + domain
            + "]}] into the mesh config");
  }

  private static Condition fails(String reason, String message) {
    return Condition.fails(ACCEPTED_BY_MESH, reason, message);
  }
}
