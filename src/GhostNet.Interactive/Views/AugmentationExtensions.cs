using System.Globalization;
using GhostNet.Data;
using GhostNet.Interactive.Rendering;
using GhostNet.Interactive.Views;

namespace GhostNet.Interactive;

/// <summary><c>augmentation.View(pictures)</c>.</summary>
public static class AugmentationExtensions
{
    /// <summary>What an augmentation makes of pictures: each as it is for evaluation, and beside it as it is in some epochs.</summary>
    /// <param name="augmentation">The augmentation.</param>
    /// <param name="pictures">A data set of pictures, such as <see cref="ImageFolder"/> gives. They are read now.</param>
    /// <param name="count">How many pictures, from the first on; all images together are never more than 100.</param>
    /// <param name="epochs">How many epochs.</param>
    /// <param name="seed">Decides what is drawn.</param>
    /// <exception cref="ArgumentException">The data set is not of pictures of any size, or a value of the augmentation is out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not above 0.</exception>
    /// <exception cref="IOException">A picture can't be read any more.</exception>
    public static View View(this PictureAugmentation augmentation, ImageDataset pictures, int count = 6, int epochs = 6, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epochs);
        if (pictures.Transform is null)
        {
            throw new ArgumentException($"{pictures.Name} has images of one size in memory: show pictures of an ImageFolder or of ImageDataset.FromPictures.", nameof(pictures));
        }

        epochs = Math.Min(epochs, ImageGridView.MostImages - 1);
        count = Math.Min(Math.Min(count, pictures.Count), ImageGridView.MostImages / (epochs + 1));
        PictureWorker plain = new(pictures, PictureAugmentation.None), varied = new(pictures, augmentation);
        var images = new List<LabelledImage>();
        for (var i = 0; i < count; i++)
        {
            images.Add(Of(pictures, plain.Pixels(new PictureDraw(seed, 0, i, i)), i, pictures.ClassNames[pictures.Labels[i]]));
            for (var epoch = 0; epoch < epochs; epoch++)
            {
                images.Add(Of(pictures, varied.Pixels(new PictureDraw(seed, epoch, i, i)), i, string.Create(CultureInfo.InvariantCulture, $"epoch {epoch + 1}")));
            }
        }

        return new ImageGridView($"{pictures.Name}: {augmentation}", pictures.IsSynthetic, images, new ValueRange(0, 255), epochs + 1);
    }

    private static LabelledImage Of(ImageDataset pictures, ReadOnlySpan<byte> planes, int number, string name)
    {
        var values = new double[planes.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = planes[i];
        }

        return new LabelledImage(new Raster(values, pictures.Channels, pictures.Height, pictures.Width), number, name, null, IsRight: false, null);
    }
}
