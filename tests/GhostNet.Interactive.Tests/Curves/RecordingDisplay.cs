using GhostNet.Interactive.Hosts;
using GhostNet.Interactive.Views;

namespace GhostNet.Interactive.Tests.Curves;

/// <summary>A display that keeps what it is told.</summary>
internal sealed class RecordingDisplay : ILiveDisplay
{
    public List<View> Views { get; } = [];

    public int Disposals { get; private set; }

    public void Update(View view)
    {
        Assert.Equal(0, Disposals);
        Views.Add(view);
    }

    public void Dispose() => Disposals++;
}
