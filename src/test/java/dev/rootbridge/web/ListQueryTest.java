package dev.rootbridge.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.TargetState;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListQueryTest {

  private static final Namespaces NAMESPACES =
      Namespaces.of(
          TestPlan.of(
              List.of(),
              IntStream.range(0, 250)
                  .mapToObj(
                      i ->
                          TestPlan.namespace(
                              "team-%03d".formatted(i),
                              i % 50 == 7 ? TargetState.FAILED : TargetState.CURRENT))
                  .toArray(SyncPlan.Namespace[]::new)));

  @Test
  void withoutParametersItIsTheFirstPageWithWhatNeedsALookFirst() throws Exception {
    Slice<SyncPlan.Namespace> slice = NAMESPACES.find(query());

    assertThat(slice.total()).isEqualTo(250);
    assertThat(slice.pages()).isEqualTo(3);
    assertThat(slice.rows()).hasSize(100);
    assertThat(slice.rows().subList(0, 6))
        .extracting(SyncPlan.Namespace::name)
        .containsExactly("team-007", "team-057", "team-107", "team-157", "team-207", "team-000");
  }

  @Test
  void everyRowIsOnOnePage() throws Exception {
    List<String> names =
        IntStream.rangeClosed(1, 3)
            .mapToObj(page -> NAMESPACES.find(new ListQuery("", Optional.empty(), page, 100)))
            .flatMap(slice -> slice.rows().stream())
            .map(SyncPlan.Namespace::name)
            .toList();

    assertThat(names).hasSize(250).doesNotHaveDuplicates();
    assertThat(NAMESPACES.find(query("page", "4")).rows()).isEmpty();
  }

  @Test
  void filtersByTextOfAnyCaseAndByState() throws Exception {
    assertThat(NAMESPACES.find(query("q", "TEAM-10")).total()).isEqualTo(10);
    assertThat(NAMESPACES.find(query("q", "b.example")).total()).isEqualTo(250);
    assertThat(NAMESPACES.find(query("state", "Failed")).total()).isEqualTo(5);
    assertThat(NAMESPACES.find(query("state", "Failed", "q", "team-00")).total()).isEqualTo(1);
  }

  @Test
  void linksKeepTheFilter() throws Exception {
    assertThat(query("q", "a&b=\"c\"", "state", "Failed", "size", "5").link("namespaces", 2))
        .isEqualTo("namespaces?page=2&size=5&q=a%26b%3D%22c%22&state=Failed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "page  | 0        | page: must be a number from 1 to 1000000",
        "page  | -1       | page: must be a number from 1 to 1000000",
        "page  | 1e3      | page: must be a number from 1 to 1000000",
        "page  | 99999999 | page: must be a number from 1 to 1000000",
        "size  | 501      | size: must be a number from 1 to 500",
        "state | failed   | state: must be one of Current, Pending, Waiting, NotNeeded, OverLimit,"
            + " Failed, Conflict",
        "sort  | name     | no such parameter; there are page, q, size, state",
      })
  void whatCannotBeMeantIsRefused(String name, String value, String message) {
    assertThatThrownBy(() -> query(name, value))
        .isInstanceOf(ListQuery.MalformedException.class)
        .hasMessage(message);
  }

  @Test
  void aParameterIsGivenOnceAndIsNotEndless() {
    assertThatThrownBy(() -> query("q", "a", "q", "b")).hasMessage("q: is given more than once");
    assertThatThrownBy(() -> query("q", "x".repeat(254)))
        .hasMessage("q: has more than 253 characters");
  }

  private static ListQuery query(String... parameters) throws ListQuery.MalformedException {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < parameters.length; i += 2) {
      map.add(parameters[i], parameters[i + 1]);
    }
    return ListQuery.parse(map, Namespaces.states());
  }
}
