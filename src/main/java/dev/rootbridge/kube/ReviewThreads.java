package dev.rootbridge.kube;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that wait for an API server's word on tokens; they reject what is too much. */
final class ReviewThreads {

  private static final int THREADS = 4;
  private static final int WAITING = 64;
  private static final int IDLE_SECONDS = 30;

  private ReviewThreads() {}

  static ExecutorService of(String purpose) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> new Thread(task, "token-review-" + purpose));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
