package org.autoencoder4j.examples.cluster;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Counts tasks that failed, and does something when half of the tasks of a step have started. */
final class TaskWatch extends SparkListener {
    private final int disturbed;
    private final Runnable disturbance;
    private int step = -1;
    private int tasks;
    private int started;
    private int failed;

    /**
     * Makes one, for a run that begins.
     *
     * @param disturbed in the middle of which step something is done, 0 for none
     * @param disturbance what
     */
    TaskWatch(int disturbed, Runnable disturbance) {
        this.disturbed = disturbed;
        this.disturbance = disturbance;
    }

    /** Each step is one job of one stage. */
    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted stage) {
        if (stage.stageInfo().attemptNumber() == 0) {
            step++;
            started = 0;
            tasks = stage.stageInfo().numTasks();
        }
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart task) {
        if (step == disturbed && disturbed > 0 && ++started == tasks / 2 + 1) {
            disturbance.run();
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
        if (!task.taskInfo().successful()) {
            failed++;
        }
    }

    /** Tasks that did not end as they should, as those of an executor that was lost. */
    synchronized int failed() {
        return failed;
    }
}
