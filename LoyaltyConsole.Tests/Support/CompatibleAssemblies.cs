using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace LoyaltyConsole.Tests.Support;

/// <summary>Finds the assemblies that the project file puts into the folder "compat".</summary>
internal static class CompatibleAssemblies
{
    [ModuleInitializer]
    internal static void Register() => AssemblyLoadContext.Default.Resolving += Find;

    private static Assembly? Find(AssemblyLoadContext context, AssemblyName name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "compat", $"{name.Name}.dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
