package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.TrustSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GuardedSourceTest {

  private final AtomicBoolean closed = new AtomicBoolean();

  @Test
  void whatThrowsIsAFailureThatDoesNotRepeatItsWords() {
    SourceReading reading =
        guarded(
                () -> {
                  throw new IllegalArgumentException(
                      "a header value must not end so: Bearer s3cret");
                })
            .reading();

    assertThat(((Failed) reading).failure()).isEqualTo(Failure.UNREACHABLE);
    assertThat(((Failed) reading).message())
        .startsWith("Secret istio-system/west can't be read for an error of the program's own")
        .contains("IllegalArgumentException")
        .doesNotContain("s3cret");
  }

  @Test
  void whatIsReadIsReadAndWhatIsClosedIsClosed() {
    SourceReading read = new Failed(Failure.EMPTY, "nothing is in it");
    try (TrustSource source = guarded(() -> read)) {
      assertThat(source.reading()).isSameAs(read);
    }
    assertThat(closed).isTrue();
  }

  private TrustSource guarded(Supplier<SourceReading> reading) {
    TrustSource source =
        new TrustSource() {
          @Override
          public SourceReading reading() {
            return reading.get();
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };
    return new GuardedSource(source, "Secret istio-system/west");
  }
}
