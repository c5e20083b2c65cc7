namespace GhostNet.WebSample;

/// <summary>Finds the picture in a request.</summary>
internal static class Upload
{
    /// <summary>The picture: the body, or the file of a form (<c>multipart/form-data</c>).</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the waiting for the form.</param>
    /// <exception cref="InvalidDataException">The form is damaged, or has not one file.</exception>
    public static async Task<Stream> PictureOf(HttpRequest request, CancellationToken cancellationToken)
    {
        // Not HasFormContentType: curl --data-binary calls every body a form.
        if (request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) != true)
        {
            return request.Body;
        }

        var form = await request.ReadFormAsync(cancellationToken);
        return form.Files is [var file] ? file.OpenReadStream() : throw new InvalidDataException($"The form has {form.Files.Count} files: send one picture.");
    }
}
