namespace GhostNet.Data;

/// <summary>Labelled pictures of any size, wherever they are: implement it for your own store, and give it to <see cref="ImageDataset.FromPictures"/>.</summary>
/// <remarks>Called from several threads at once. The pictures and their order must stay the same while a data set uses them.</remarks>
public interface IImageSource
{
    /// <summary>What the pictures are called as a whole.</summary>
    string Name { get; }

    /// <summary>The names of the classes; a label is an index into it.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>Number of pictures.</summary>
    int Count { get; }

    /// <summary>The class of a picture; of several the first.</summary>
    /// <param name="index">Index of the picture.</param>
    int LabelOf(int index);

    /// <summary>All classes of a picture, at least one, where pictures may show several things (multi-label); null, the default, where each has one class.</summary>
    /// <param name="index">Index of the picture.</param>
    IReadOnlyList<int>? LabelsOf(int index) => null;

    /// <summary>What a picture is called in messages, such as its path.</summary>
    /// <param name="index">Index of the picture.</param>
    string NameOf(int index);

    /// <summary>Opens a picture: the content of a PNG, JPEG, WebP, GIF or BMP file. The caller disposes the stream.</summary>
    /// <param name="index">Index of the picture.</param>
    /// <exception cref="IOException">It can't be read; the message names it.</exception>
    Stream Open(int index);
}
