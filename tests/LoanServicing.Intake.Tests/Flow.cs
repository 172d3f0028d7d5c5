namespace LoanServicing.Intake.Tests;

/// <summary>Brings a new application as far as a test needs it.</summary>
internal static class Flow
{
    public static async Task<Guid> AwaitingAsync(IntakeHost host, Dictionary<string, object?>? body = null, string outcome = "eligible")
    {
        var id = await host.SubmitAsync(body);
        await host.TellAsync(Facts.Assessed(id, outcome));
        return id;
    }

    public static async Task<Guid> ApprovedAsync(IntakeHost host, string? county = null)
    {
        var id = await AwaitingAsync(host, county is null ? null : Bodies.Application(county: county));
        await host.DoAsync(id, "approvals", new { });
        return id;
    }

    public static async Task<Guid> ReservedAsync(IntakeHost host)
    {
        var id = await ApprovedAsync(host);
        await host.TellAsync(Facts.Reserved(id));
        return id;
    }

    /// <summary>With its loan, and one guarantor.</summary>
    public static async Task<(Guid Id, Guid LoanId)> ActiveAsync(IntakeHost host, Dictionary<string, object?>? body = null)
    {
        var id = await AwaitingAsync(host, body);
        await host.DoAsync(id, "approvals", new { });
        await host.TellAsync(Facts.Reserved(id));
        await host.DoAsync(id, "contract", Bodies.Contract("C-" + id.ToString("N")));
        var loanId = Guid.CreateVersion7();
        await host.TellAsync(Facts.Opened(id, loanId));
        return (id, loanId);
    }

    public static async Task<Guid> SignedAsync(IntakeHost host)
    {
        var id = await ReservedAsync(host);
        await host.DoAsync(id, "contract", Bodies.Contract("C-" + id.ToString("N")));
        return id;
    }
}
