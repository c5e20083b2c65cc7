using GhostNet.Interactive.Views;

namespace GhostNet.Interactive;

/// <summary><c>view.Show()</c>.</summary>
public static class ShowExtensions
{
    /// <summary>Shows the view in whatever host the program runs, as <see cref="Show.View"/> does.</summary>
    /// <param name="view">What to show.</param>
    public static void Show(this View view) => Interactive.Show.View(view);
}
