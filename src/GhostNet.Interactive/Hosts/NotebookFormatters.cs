using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GhostNet.Interactive.Views;
using Microsoft.DotNet.Interactive.Formatting;
using TorchSharp;

namespace GhostNet.Interactive.Hosts;

/// <summary>
/// What the package's extension script calls in .NET Interactive: from then on, values show themselves. The only class that needs the
/// host's own assembly, <c>Microsoft.DotNet.Interactive.Formatting</c>.
/// </summary>
internal static class NotebookFormatters
{
    private const string Html = "text/html";
    private const string Plain = "text/plain";
    private const string Json = "application/json";

    /// <summary>Tensors of a sequence that are shown at most.</summary>
    private const int MostOfSequence = 8;

    /// <summary>Registers the formatters. It never throws: what is missing is reported in one line. Calling it again does no harm.</summary>
    public static void Register()
    {
        NativeStart.Load();
        try
        {
            RegisterFormatters();
        }
#pragma warning disable CA1031 // Whatever is wrong with this host's formatting, a notebook must go on without the pictures.
        catch (Exception e)
#pragma warning restore CA1031
        {
            NativeStart.Say("Values are not displayed as pictures here; x.View().ToHtml() still works", e);
        }
    }

    /// <summary>A separate method: where the assembly is missing, calling it fails, and <see cref="Register"/> does not.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RegisterFormatters()
    {
        foreach (var type in ViewRegistry.Types)
        {
            Formatter.Register(type, (value, writer) => writer.Write(Picture(value).ToHtml()), Html);
            Formatter.Register(type, (value, writer) => writer.Write(Picture(value).ToString()), Plain);
            Formatter.Register(type, (value, writer) => writer.Write(ToJson(value)), Json);
            Formatter.SetPreferredMimeTypesFor(type, Html, Plain);
        }

        // Of an F# list the host would also show the tail, and the tail of the tail, each with all its pictures.
        var tensors = typeof(IEnumerable<torch.Tensor>);
        Formatter.Register(tensors, (value, writer) => Write((IEnumerable<torch.Tensor?>)value, writer, view => view.ToHtml(), "<p>{0}</p>"), Html);
        Formatter.Register(tensors, (value, writer) => Write((IEnumerable<torch.Tensor?>)value, writer, view => view + "\n", "{0}\n"), Plain);
        Formatter.Register(tensors, (value, writer) => writer.Write($"[{string.Join(',', ((IEnumerable<torch.Tensor?>)value).Take(MostOfSequence).Select(ToJson))}]"), Json);
        Formatter.SetPreferredMimeTypesFor(tensors, Html, Plain);
    }

    /// <summary>The first pictures of a sequence, one below the other.</summary>
    private static void Write(IEnumerable<torch.Tensor?> tensors, TextWriter writer, Func<View, string> draw, string line)
    {
        foreach (var (index, tensor) in tensors.Take(MostOfSequence + 1).Index())
        {
            writer.Write(index == MostOfSequence ? string.Format(CultureInfo.InvariantCulture, line, "…")
                : tensor is null ? string.Format(CultureInfo.InvariantCulture, line, "null") : draw(tensor.View()));
        }
    }

    private static View Picture(object value) => ViewRegistry.Of(value) ?? throw new InvalidOperationException($"{value} has no picture.");

    /// <summary>Without a form in JSON, a value cannot be shared between the languages of a notebook.</summary>
    private static string ToJson(object? value) =>
        value is null ? "null" : value is torch.Tensor tensor ? TensorJson.Of(tensor) : $"\"{JsonEncodedText.Encode(Picture(value).ToString()!)}\"";
}
