using GhostNet.Runtime;
using static TorchSharp.torch;


namespace GhostNet.Tests.Training;

/// <summary>
/// Tests of tiny networks on one thread: a second one only costs time there, and much of it on a machine that is busy.
/// </summary>
public abstract class OneThread : IDisposable
{
    private readonly int _before;

    protected OneThread()
    {
        Libtorch.Load(); // Nothing of the library may have been used yet.
        _before = get_num_threads();
        set_num_threads(1);
    }

    public void Dispose()
    {
        set_num_threads(_before);
        GC.SuppressFinalize(this);
    }
}
