package dev.rootbridge.sync;

import dev.rootbridge.trust.RotationHistory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the domains that were published, though nothing is recorded of them: their status was wiped
 * or restored without. The ConfigMaps don't tell which roots were trusted, since tenants can write
 * them; but that there were some, they do.
 */
final class LostRecords {

  private LostRecords() {}

  /** The world, with the histories of such domains marked as not whole. */
  static World marked(World world) {
    if (world.domains().stream().noneMatch(domain -> domain.before().isBlank())) {
      return world;
    }
    Set<String> published = publishedKeys(world);
    List<World.Domain> domains =
        world.domains().stream()
            .map(
                domain ->
                    domain.before().isBlank()
                            && published.contains(TargetContent.key(domain.trust().trustDomain()))
                        ? domain.with(RotationHistory.NONE.inPart())
                        : domain)
            .toList();
    return new World(
        world.home(),
        world.remotes(),
        domains,
        world.hazards(),
        world.discovered(),
        world.policy(),
        world.now());
  }

  private static Set<String> publishedKeys(World world) {
    Set<String> keys = new HashSet<>();
    Stream.concat(
            Stream.of(world.home()),
            world.remotes().stream().flatMap(remote -> seen(remote.view())))
        .flatMap(cluster -> cluster.namespaces().stream())
        .flatMap(namespace -> namespace.targets().values().stream())
        .filter(target -> target.owner() == World.Owner.ROOTBRIDGE)
        .forEach(target -> keys.addAll(target.keys()));
    return keys;
  }

  private static Stream<World.Cluster> seen(World.Remote.View view) {
    return view instanceof World.Remote.View.Seen seen ? Stream.of(seen.cluster()) : Stream.empty();
  }
}
