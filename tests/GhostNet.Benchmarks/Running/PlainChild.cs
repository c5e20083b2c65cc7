namespace GhostNet.Benchmarks.Running;

/// <summary>The plain port: this program again, without what this library does to a process.</summary>
internal sealed class PlainChild() : Companion(Name, ChildProcess.StartInfo(ChildTasks.ServePlain))
{
    /// <summary>What it is called in the table.</summary>
    public const string Name = "plain TorchSharp";
}
