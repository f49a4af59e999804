package dev.rootbridge.web;

import java.util.List;

/** Supplies the page with sample pods. Where no bean is one, the page has none. */
public interface PodSamples {

  /** Those at hand; maybe none yet. */
  List<PodSample> all();
}
