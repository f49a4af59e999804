package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonTest {

  @Test
  void codesAndMetricLabelsTellReasonsApart() {
    assertThat(Stream.of(Reason.values()).map(Reason::code))
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("([A-Z][a-z]+)+"));
    assertThat(Stream.of(Reason.values()).map(Reason::metricLabel))
        .doesNotHaveDuplicates()
        .allMatch(label -> label.matches("[a-z]+(_[a-z]+)*"));
    assertThat(Reason.ETC_CERTS_MOUNTED).hasToString("EtcCertsMounted");
    assertThat(Reason.ETC_CERTS_MOUNTED.metricLabel()).isEqualTo("etc_certs_mounted");
  }

  @Test
  void textsAreSentences() {
    assertThat(Stream.of(Reason.values()).map(Reason::text))
        .doesNotHaveDuplicates()
        .allMatch(text -> Printable.isPrintable(text) && text.endsWith("."));
  }

  @Test
  void aDecisionTakesReasonsOfItsOwnOutcomeOnly() {
    assertThatThrownBy(() -> new InjectionDecision.Untouched(Reason.INJECTED, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Injected is no reason for Untouched");
    assertThatThrownBy(() -> new InjectionDecision.Denied(Reason.NO_PROXY, "no"))
        .hasMessage("NoProxy is no reason for Denied");
    assertThatThrownBy(
            () ->
                new InjectionDecision.LeftAlone(
                    Reason.NO_PROXY, JsonNodeFactory.instance.arrayNode(), List.of()))
        .hasMessage("NoProxy is no reason for LeftAlone");
    assertThatThrownBy(
            () ->
                new InjectionDecision.Injected(
                    Reason.NO_PROXY, JsonNodeFactory.instance.arrayNode(), Scope.none(), List.of()))
        .hasMessage("NoProxy is no reason for Injected");
  }

  @Test
  void denyingAndNotTouchingPatchNothing() {
    assertThat(new InjectionDecision.Denied(Reason.TRUST_DOMAIN_NOT_ALLOWED, "no").patch())
        .isEmpty();
    assertThat(new InjectionDecision.Denied(Reason.TRUST_DOMAIN_NOT_ALLOWED, "no").warnings())
        .isEmpty();
    assertThat(new InjectionDecision.Untouched(Reason.NO_PROXY, List.of()).patch()).isEmpty();
  }
}
