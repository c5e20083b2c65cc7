namespace GhostNet.Interactive.Rendering;

/// <summary>Pictures of one view, as large as the room for all of them allows.</summary>
internal static class FittedPictures
{
    /// <summary>Sides that are tried, in pixels, until all pictures together are small enough.</summary>
    private static readonly int[] s_sides = [128, 96, 64, 48, 32, 24, 16];

    /// <summary>The pictures as <c>data:</c> addresses, all with the same longest side.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="range">Which values are black and white.</param>
    /// <param name="budget">Characters that they take at most, unless even the smallest take more.</param>
    public static IReadOnlyList<string> Addresses(IReadOnlyList<Raster> pictures, ValueRange range, int budget)
    {
        foreach (var side in s_sides)
        {
            var addresses = pictures.Select(picture => Address(picture.Fit(side, side), range)).ToList();
            if (side == s_sides[^1] || addresses.Sum(static address => address.Length) <= budget)
            {
                return addresses;
            }
        }

        return [];
    }

    private static string Address(Raster picture, ValueRange range) => Pixels.PictureAddress(picture.Rgba(range), picture.Width, picture.Height);
}
