using GhostNet.Interactive.Assets;

namespace GhostNet.Interactive.Rendering;

/// <summary>The look of every view, in a light and a dark version, whatever the host's style sheet says about its elements.</summary>
internal static class StyleSheet
{
    /// <summary>The style sheet of a view. No host's selector outweighs it: an element whose id is not two ids at once counts as two ids.</summary>
    /// <param name="kind">What the view shows, as in the class of its element.</param>
    /// <param name="own">The rules of the view itself, to be nested in its element.</param>
    public static string Of(string kind, string own) =>
        $".ghostnet:not(#g#g) {{\n{Asset.ViewStyle}\n}}\n.ghostnet.ghostnet-{kind}:not(#g#g) {{\n{own}\n}}";
}
