package dev.rootbridge.sync;

import java.util.List;

/** Lets people look at the events that this replica told lately. */
public interface EventsView {

  /** The newest first; the oldest are forgotten. */
  List<ToldEvent> told();
}
