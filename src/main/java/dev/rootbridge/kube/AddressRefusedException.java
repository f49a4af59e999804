package dev.rootbridge.kube;

import java.io.IOException;

/** A connection wasn't made, since the {@link AddressRule} refuses its address. */
final class AddressRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  AddressRefusedException(String refusal) {
    super(refusal);
  }
}
