using GhostNet.Interactive.Views;

namespace GhostNet.Interactive.Hosts;

/// <summary>One picture that changes in place while a cell runs. Disposing it leaves the last one behind.</summary>
internal interface ILiveDisplay : IDisposable
{
    /// <summary>Puts a view in the place of the one before.</summary>
    /// <param name="view">What to show now.</param>
    void Update(View view);
}
