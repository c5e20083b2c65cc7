using System.Text.Json.Serialization.Metadata;

namespace GhostNet.IO;

/// <summary>Refuses JSON in which a property is missing: generated code sets it to zero or null, not to its default.</summary>
/// <remarks>A property that a later version added is missing in older files: its type must take null for its default.</remarks>
internal static class CompleteJson
{
    /// <summary>What to add to the contract of types so that no property of these may be missing.</summary>
    /// <param name="later">Properties that a later version added, by their names in JSON: they may be missing.</param>
    /// <param name="types">The types.</param>
    public static Action<JsonTypeInfo> Of(IReadOnlyCollection<string> later, params Type[] types) => type =>
    {
        if (types.Contains(type.Type))
        {
            foreach (var property in type.Properties.Where(property => property.Set is not null && !later.Contains(property.Name)))
            {
                property.IsRequired = true;
            }
        }
    };
}
