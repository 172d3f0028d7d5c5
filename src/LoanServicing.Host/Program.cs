using System.CommandLine;
using System.CommandLine.Invocation;
using LoanServicing.Host.Clients;
using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Data;

// The first word is the verb, serve when there is none. What no verb knows is a setting: --urls=..., --Data:Folder=...
var root = new RootCommand("Servicing of the interest-free loans of Bonyad Alavi and Sina Bank.")
{
    TreatUnmatchedTokensAsErrors = false,
};
root.SetAction((arguments, cancel) => ServeVerb.RunAsync([.. arguments.UnmatchedTokens], cancel));
root.Add(ServeVerb.Create());
root.Add(MigrateVerb.Create());
root.Add(ImportApplicationsVerb.Create());
root.Add(SimulateVerb.Create());
root.Add(VerifyVerb.Create());
root.Add(ExportJournalVerb.Create());
root.Add(DeadLettersVerb.Create());
root.Add(SchemasVerb.Create());

try
{
    var parsed = root.Parse(args);
    if (parsed.Action is ParseErrorAction)
    {
        await Console.Error.WriteLineAsync($"{string.Join(' ', parsed.Errors.Select(error => error.Message))} --help says how it is called.");
        return ExitCodes.CannotStart;
    }

    var verb = parsed.CommandResult.Command;
    if (parsed.Action == verb.Action && SettingArguments.ProblemOf(verb, parsed.UnmatchedTokens) is { } problem)
    {
        await Console.Error.WriteLineAsync(problem);
        return ExitCodes.CannotStart;
    }

    return await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromSeconds(40), // longer than a host takes to stop; past it the process is ended in the middle
    });
}
catch (StartupException cause)
{
    await Console.Error.WriteLineAsync(cause.Message);
    return ExitCodes.CannotStart;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("It was stopped before it had started.");
    return ExitCodes.CannotStart;
}
catch (HttpRequestException)
{
    await Console.Error.WriteLineAsync("The host no longer answers; start it, and run the same command again to go on.");
    return ExitCodes.Found;
}
catch (UnexpectedAnswerException cause)
{
    await Console.Error.WriteLineAsync(cause.Message);
    return ExitCodes.Found;
}
