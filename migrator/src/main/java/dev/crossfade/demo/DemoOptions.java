package dev.crossfade.demo;

import java.nio.file.Path;

/**
 * How the demo runs.
 *
 * @param directory where the server, the mapping file and the logs are put
 * @param users rows in the table users; at least 1,000, or the shop's clerks have too few to look after
 * @param seconds of traffic in each stage, beside what the stage's own work takes
 * @param rate requests per second; 0 means as many as the machine can do
 * @param withoutCrossfade whether the application connects by plain pgjdbc, to see what would become of it
 * @param keep whether server and files outlive the demo
 * @param inPlace whether the view may be redrawn in place
 */
public record DemoOptions(
    Path directory,
    int users,
    double seconds,
    int rate,
    boolean withoutCrossfade,
    boolean keep,
    boolean inPlace) {}
