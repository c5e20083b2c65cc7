using System.Collections;
using System.Reflection;
using static TorchSharp.torch;

namespace GhostNet.Conversion;

/// <summary>Where a layer holds the layers inside it: its fields, and the lists and dictionaries in them. The same fields are those that TorchSharp registers.</summary>
internal static class ModulePlaces
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>What keeps a layer from being replaced; null when nothing does.</summary>
    /// <param name="owner">The layer around it.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="replacement">What is to stand in its place.</param>
    public static string? Fault(nn.Module owner, nn.Module layer, nn.Module replacement)
    {
        var places = Of(owner).Where(place => ReferenceEquals(place.Layer, layer)).ToList();
        return places.Count == 0 ? $"{owner.GetType().Name} holds it neither in a field nor in a list or dictionary of its own"
            : places.FirstOrDefault(place => !place.Type.IsInstanceOfType(replacement)) is { } place
            ? $"{owner.GetType().Name} holds it as {place.Name} of type {place.Type.Name}, which can hold no other layer: declare it as nn.Module<Tensor, Tensor>"
            : null;
    }

    /// <summary>Puts other layers in the place of some, and registers them under the same names in the same order.</summary>
    /// <param name="owner">The layer around them.</param>
    /// <param name="replacements">What stands for which layer.</param>
    public static void Replace(nn.Module owner, IReadOnlyDictionary<nn.Module, nn.Module> replacements)
    {
        var children = owner.named_children().ToList();
        if (!children.Exists(child => replacements.ContainsKey(child.module)))
        {
            return;
        }

        foreach (var place in Of(owner).ToList())
        {
            if (replacements.TryGetValue(place.Layer, out var replacement))
            {
                place.Set(replacement);
            }
        }

        children.ForEach(child => owner.register_module(child.name, null!));
        children.ForEach(child => owner.register_module(child.name, replacements.GetValueOrDefault(child.module, child.module)));
    }

    private static IEnumerable<Place> Of(nn.Module owner)
    {
        foreach (var place in Entries<nn.Module<Tensor, Tensor>>(owner).Concat(Entries<nn.Module>(owner)))
        {
            yield return place;
        }

        // The registry of TorchSharp's own base class is no field of the network.
        for (var type = owner.GetType(); type is not null && type != typeof(nn.Module); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Fields))
            {
                foreach (var place in Of(owner, field))
                {
                    yield return place;
                }
            }
        }
    }

    /// <summary>The entries of a <c>ModuleDict</c>, which keeps each in two places.</summary>
    private static List<Place> Entries<T>(nn.Module owner)
        where T : nn.Module =>
        owner is IDictionary<string, T> entries ? [.. entries.Keys.Select(key => new Place(key, typeof(T), entries[key], other => entries[key] = (T)other))] : [];

    private static IEnumerable<Place> Of(nn.Module owner, FieldInfo field)
    {
        switch (field.GetValue(owner))
        {
            case nn.Module layer:
                yield return new Place(field.Name, field.FieldType, layer, other => field.SetValue(owner, other));
                break;
            case IList list:
                foreach (var (index, layer) in list.OfType<nn.Module>().Select(layer => (list.IndexOf(layer), layer)).ToList())
                {
                    yield return new Place(field.Name, ElementType(list), layer, other => list[index] = other);
                }

                break;
            case IDictionary dictionary:
                foreach (var (key, layer) in dictionary.Keys.Cast<object>().Select(key => (key, dictionary[key])).ToList())
                {
                    if (layer is nn.Module module)
                    {
                        yield return new Place(field.Name, ElementType(dictionary), module, other => dictionary[key] = other);
                    }
                }

                break;
        }
    }

    /// <summary>The type of what an array, a list or a dictionary holds.</summary>
    private static Type ElementType(object collection) => collection.GetType() switch
    {
        { IsArray: true } array => array.GetElementType()!,
        { IsGenericType: true } generic => generic.GetGenericArguments()[^1],
        _ => typeof(object),
    };

    /// <summary>A place that holds a layer.</summary>
    /// <param name="Name">What the field is called.</param>
    /// <param name="Type">What it can hold.</param>
    /// <param name="Layer">What it holds.</param>
    /// <param name="Set">Puts something else there.</param>
    private sealed record Place(string Name, Type Type, nn.Module Layer, Action<nn.Module> Set);
}
