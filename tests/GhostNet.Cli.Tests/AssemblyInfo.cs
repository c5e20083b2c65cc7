using GhostNet.Cli.Tests;

// Each test starts a program that wants all cores.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(TrainedRun))]
