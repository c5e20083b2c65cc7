using System.Reflection;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace GhostNet.Interactive.Hosts;

/// <summary>
/// <c>#!share</c> into C#. .NET Interactive declares the variable with the name that reflection has for its type. For a type within a type, such as
/// <c>torch+Tensor</c>, this is not C#: the variable does not come to exist, and nothing says so. Here such a value gets the name that C# has.
/// </summary>
internal static class SharedValues
{
    /// <summary>From now on, values of such types can be shared.</summary>
    /// <param name="kernel">The kernel that holds the kernels of all languages.</param>
    public static void ArriveInCSharp(Kernel kernel)
    {
        var csharp = kernel.FindKernelByName("csharp");
        if (csharp?.GetType().GetMethod("SetValueAsync", [typeof(string), typeof(object), typeof(Type)]) is not { } method)
        {
            return;
        }

        var set = method.CreateDelegate<Func<string, object, Type, Task>>(csharp);
        csharp.AddMiddleware((command, context, next) =>
            command is SendValue { Value: { } value } shared && new CSharpType(value.GetType()) is { IsRenamed: true } type
                ? set(shared.Name, value, type)
                : next(command, context));
    }

    /// <summary>A type whose full name is C#.</summary>
    private sealed class CSharpType(Type type) : TypeDelegator(type)
    {
        public bool IsRenamed => base.FullName?.Contains('+') == true;

        public override string FullName => Written(typeImpl);

        private static string Written(Type type)
        {
            if (type.IsArray)
            {
                return $"{Written(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
            }

            var name = (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Split('`')[0].Replace('+', '.');
            return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Written))}>" : name;
        }
    }
}
