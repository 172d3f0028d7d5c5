using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Hosting;

namespace LoanServicing.Platform.Tests;

/// <summary>The tests' two services as a process of their own, which a test can kill: <c>{folder} [stuck]</c>.</summary>
internal static class Program
{
    public const string Stuck = "stuck";

    public static async Task<int> Main(string[] arguments)
    {
        FactHandler<ApplicationClosed>? handler = arguments.Contains(Stuck) ? NeverEnd : null;
        try
        {
            await using var app = await TestApplication.StartAsync(
                [TestModules.AlphaModule(), TestModules.BetaModule(handler)], new() { Folder = arguments[0] });
            await Console.Out.WriteLineAsync(app.Address.AbsoluteUri);
            await app.App.WaitForShutdownAsync();
            return 0;
        }
        catch (StartupException refusal)
        {
            await Console.Out.WriteLineAsync(refusal.Message);
            return 1;
        }
    }

    /// <summary>A handler that has written and is about to be committed for ever.</summary>
    private static async Task NeverEnd(ApplicationClosed fact, UnitOfWork unit)
    {
        await TestModules.HearAsync(fact, unit);
        await Console.Out.WriteLineAsync(Stuck);
        new ManualResetEventSlim().Wait();
    }
}
