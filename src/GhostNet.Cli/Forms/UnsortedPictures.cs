using GhostNet.Data;

namespace GhostNet.Cli.Forms;

/// <summary>The pictures of a folder, whatever they show.</summary>
/// <param name="folder">The folder.</param>
/// <param name="files">The pictures in it and in the folders within it.</param>
internal sealed class UnsortedPictures(string folder, IReadOnlyList<string> files) : IImageSource
{
    /// <inheritdoc/>
    public string Name => folder;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; } = ["any"];

    /// <inheritdoc/>
    public int Count => files.Count;

    /// <summary>The pictures of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">There is no such folder, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It has no pictures.</exception>
    public static UnsortedPictures In(string folder) => ImageFolder.PicturesIn(folder) is { Count: > 0 } files
        ? new UnsortedPictures(folder, files)
        : throw new InvalidDataException($"{folder} is a folder without pictures: give --calibrate one with a few hundred PNG, JPEG, WebP, GIF or BMP files.");

    /// <inheritdoc/>
    public int LabelOf(int index) => 0;

    /// <inheritdoc/>
    public string NameOf(int index) => files[index];

    /// <inheritdoc/>
    public Stream Open(int index) => File.OpenRead(files[index]);
}
