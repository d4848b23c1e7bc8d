using System.Reflection;
using System.Runtime.CompilerServices;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Tests.Support;

/// <summary>Every deed and every sensitive read of Core, and what each refuses before it looks at anything else.</summary>
internal static class CoreDeeds
{
    // Everybody may, and each is shown what they are allowed to deal with; or only the console's own hands call it.
    private static readonly string[] _open = ["Notices.ListAsync", "MadeUpHistory.BookAsync"];

    public static IEnumerable<MethodInfo> All => typeof(PointsLedger).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Actor)) && typeof(Task).IsAssignableFrom(method.ReturnType))
        .Where(method => !_open.Contains(Name(method), StringComparer.Ordinal))
        .OrderBy(Name, StringComparer.Ordinal)
        .ThenBy(method => method.ToString(), StringComparer.Ordinal);

    public static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    /// <summary>What a deed refuses somebody who gives it nothing; null where it does not refuse.</summary>
    public static async Task<Refusal?> RefusalAsync(IServiceProvider services, MethodInfo deed, Actor actor)
    {
        var service = services.GetService(deed.DeclaringType!) ?? throw new InvalidOperationException($"Core does not hand out {deed.DeclaringType}.");
        object?[] arguments = [.. deed.GetParameters().Select(parameter => parameter.ParameterType == typeof(Actor) ? actor : Blank(parameter.ParameterType))];
        Task task;
        try
        {
            task = (Task)deed.Invoke(service, arguments)!;
            await task;
        }
        catch (Exception fault) when (fault is TargetInvocationException or NullReferenceException or ArgumentException or InvalidOperationException)
        {
            // It looked at what it was given before it asked who asks.
            return null;
        }

        var result = task.GetType().GetProperty("Result")!.GetValue(task)!;
        object?[] outcome = [null, null];
        result.GetType().GetMethod("Succeeded")!.Invoke(result, outcome);
        return outcome[1] as Refusal;
    }

    private static object? Blank(Type type) => type switch
    {
        { IsValueType: true } => RuntimeHelpers.GetUninitializedObject(type),
        _ when type == typeof(string) => "",
        { IsAbstract: true } => null,
        _ when typeof(Delegate).IsAssignableFrom(type) => null,
        _ => RuntimeHelpers.GetUninitializedObject(type),
    };
}
