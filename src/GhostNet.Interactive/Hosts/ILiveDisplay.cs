using GhostNet.Interactive.Views;

namespace GhostNet.Interactive.Hosts;

/// <summary>One picture that changes in place while a cell runs. Disposing it leaves the last one behind.</summary>
internal interface ILiveDisplay : IDisposable
{
    /// <summary>Replaces the view that is shown.</summary>
    /// <param name="view">What to show now.</param>
    void Update(View view);
}
