package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.kube.TrustJournal.Role;
import dev.rootbridge.sync.Hazards;
import dev.rootbridge.sync.IstiodReading;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.TargetPolicy;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.web.TestPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrustJournalTest {

  private static final SyncPlan FEDERATED = TestPlan.settled();
  private static final SyncPlan ALONE =
      new SyncPlan(
          FEDERATED.madeAt(),
          List.of(),
          FEDERATED.home(),
          FEDERATED.remotes(),
          FEDERATED.discovery());

  private final Logger log = Logger.getLogger(TrustJournal.AUDIT);
  private final List<String> lines = new ArrayList<>();
  private final List<Map<String, Object>> fields = new ArrayList<>();
  private final Handler keeper =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          lines.add(String.format(entry.getMessage(), entry.getParameters()));
          fields.add(Map.copyOf(MDC.getMap()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private final TrustJournal journal = new TrustJournal();

  @BeforeEach
  void listen() {
    log.addHandler(keeper);
  }

  @AfterEach
  void leave() {
    log.removeHandler(keeper);
  }

  @Test
  void knowsNothingBeforeTheFirstPlan() {
    assertThat(journal.changes().since()).isEqualTo(Instant.EPOCH);
    assertThat(journal.changes().latest()).isEmpty();
  }

  @Test
  void eachChangeOfTrustIsOneLineAndRemembered() {
    journal.planned(world(), ALONE, Role.LEADER);
    lines.clear();
    journal.planned(world(), FEDERATED, Role.LEADER);
    journal.planned(world(), FEDERATED, Role.LEADER);

    assertThat(lines)
        .hasSize(2)
        .allMatch(line -> line.startsWith("trust changed: b.example: "))
        .anyMatch(
            line ->
                line.contains("Domain FederatedTrustDomain b: from \"none\" to \"constrained")
                    && line.endsWith("; cause: the resource was made"));
    assertThat(journal.changes().latest())
        .extracting(change -> change.trustDomain().name())
        .containsExactly("b.example", "b.example", "a.example");
  }

  @Test
  void itsPartsAreFieldsOfTheLineToo() {
    journal.planned(world(), ALONE, Role.LEADER);
    fields.clear();
    journal.planned(world(), FEDERATED, Role.LEADER);

    assertThat(fields)
        .contains(
            Map.of(
                "domain", "b.example",
                "name", "b",
                "what", "Domain FederatedTrustDomain b",
                "before", "none",
                "after", "constrained to its trust domain",
                "cause", "the resource was made"));
  }

  @Test
  void whoDoesNotWriteOnlyRemembers() {
    journal.planned(world(), ALONE, Role.FOLLOWER);
    journal.planned(world(), FEDERATED, Role.FOLLOWER);

    assertThat(lines).isEmpty();
    assertThat(journal.changes().latest()).hasSize(3);
  }

  @Test
  void forgetsTheOldest() {
    journal.planned(world(), ALONE, Role.FOLLOWER);
    for (int round = 0; round < 100; round++) {
      journal.planned(world(), FEDERATED, Role.FOLLOWER);
      journal.planned(world(), ALONE, Role.FOLLOWER);
    }

    assertThat(journal.changes().latest()).hasSize(200);
    assertThat(journal.changes().latest().get(0).cause()).isEqualTo("the resource was deleted");
    assertThat(journal.changes().since()).isEqualTo(FEDERATED.madeAt());
  }

  private static World world() {
    return new World(
        new World.Cluster(
            new World.Local(
                FEDERATED.home().local().trustDomain(),
                "a ConfigMap",
                new SourceReading.Failed(SourceReading.Failure.NOT_FOUND, "there is none"),
                LocalRoots.NONE,
                RotationPolicy.DEFAULT,
                new IstiodReading.NotAsked()),
            List.of(),
            Optional.empty(),
            Map.of(),
            Map.of()),
        List.of(),
        List.of(),
        Hazards.NONE,
        Optional.empty(),
        TargetPolicy.DEFAULT,
        FEDERATED.madeAt());
  }
}
