// torch's random generator and thread count belong to the process: tests that seed it must not run side by side.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
