package dev.rootbridge.kube;

/**
 * How fast the ConfigMaps of one cluster are written.
 *
 * @param writers how many are written at once
 * @param perSecond how many requests a second, in the long run; 0 for as many as go
 * @param burst how many at once after a rest
 */
public record WriteLimits(int writers, int perSecond, int burst) {

  public static final WriteLimits DEFAULT = new WriteLimits(8, 200, 400);

  /**
   * Checks each.
   *
   * @throws IllegalArgumentException if one makes no sense; names the setting
   */
  public WriteLimits {
    if (writers < 1) {
      throw new IllegalArgumentException(
          "rootbridge.sync.writers is " + writers + ": somebody must write");
    }
    if (perSecond < 0) {
      throw new IllegalArgumentException(
          "rootbridge.sync.writes-per-second is " + perSecond + ": 0 means no limit");
    }
    if (burst < 1) {
      throw new IllegalArgumentException(
          "rootbridge.sync.write-burst is " + burst + ": it must be 1 or more");
    }
  }
}
