using GhostNet.Data;

namespace GhostNet.Interactive.Rendering;

/// <summary>Images of a data set in a view.</summary>
internal static class DatasetPictures
{
    /// <summary>The images as <c>data:</c> addresses. Null for a picture whose file cannot be read any more.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="indices">Which images.</param>
    /// <param name="budget">Characters that they take at most.</param>
    public static IReadOnlyList<string?> Addresses(ImageDataset dataset, IReadOnlyList<int> indices, int budget)
    {
        var rasters = indices.Select(index => Read(dataset, index)).ToList();
        var addresses = new Queue<string>(FittedPictures.Addresses([.. rasters.OfType<Raster>()], new ValueRange(0, 255), budget));
        return [.. rasters.Select(raster => raster is null ? null : addresses.Dequeue())];
    }

    /// <summary>The element of a picture.</summary>
    /// <param name="address">Its address; null for none.</param>
    /// <param name="description">What it shows, already escaped.</param>
    public static string Tag(string? address, string description) => address is null
        ? "<span class=\"gone\">the file cannot be read any more</span>"
        : $"<img src=\"{address}\" alt=\"{description}\">";

    /// <summary>The name of the file of an image; null when it has none.</summary>
    public static string? File(ImageDataset dataset, int index) => dataset.Pictures is null ? null : Path.GetFileName(dataset.NameOf(index));

    private static Raster? Read(ImageDataset dataset, int index)
    {
        try
        {
            return Raster.Of(dataset, index);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
