using System.Text.Json.Nodes;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Host.Clients;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Host.Simulation;

/// <summary>Takes each application from its row to a paid-out loan, as the applicant, the officer and the supervisor would.</summary>
internal sealed class ApplicationJourney(ApiConnection api, People people, Draws draws, LocalDate today)
{
    private const int SideBySide = 32;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan NoProgress = TimeSpan.FromMinutes(2);

    /// <summary>Submits one row: every other applicant applies in person, the officer enters the rest.</summary>
    public async Task SubmitAsync(SimulatedApplication application, CancellationToken cancel)
    {
        var client = application.Row.Line % 2 == 0 && NationalId.TryParse(application.Row.NationalId, out var person)
            ? await api.AsAsync(person.Value, ["applicant"], cancel)
            : people.Officer;
        var answer = await client.PostAsync("/applications", application.Row.ToBody(), null, cancel);
        if ((int)answer.Status == 400)
        {
            application.Refused(answer);
            return;
        }

        application.ApplicationId = (string)answer.Expect($"row {application.Row.ExternalRef}")["applicationId"]!;
    }

    public Task PayOutAllAsync(IEnumerable<SimulatedApplication> applications, Action done, CancellationToken cancel) =>
        Parallel.ForEachAsync(
            applications.Where(application => application.ApplicationId is not null),
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancel },
            async (application, token) =>
            {
                await PayOutAsync(application, token);
                done();
            });

    private async Task PayOutAsync(SimulatedApplication application, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(LookEvery);
        var lastProgress = System.Diagnostics.Stopwatch.GetTimestamp();
        var lastStatus = "";
        while (true)
        {
            var state = (await people.Officer.GetAsync($"/applications/{application.ApplicationId}", cancel)).Expect("application");
            var status = (string)state["status"]!;
            if (await StepAsync(application, status, state, cancel))
            {
                return;
            }

            if (status != lastStatus)
            {
                (lastStatus, lastProgress) = (status, System.Diagnostics.Stopwatch.GetTimestamp());
            }
            else if (System.Diagnostics.Stopwatch.GetElapsedTime(lastProgress) > NoProgress)
            {
                throw new UnexpectedAnswerException($"The host answered what cannot be gone on with. {application.Row.ExternalRef} stays {status}.");
            }

            await timer.WaitForNextTickAsync(cancel);
        }
    }

    /// <summary>Does what the state asks for; true when there is nothing more to do.</summary>
    private async Task<bool> StepAsync(SimulatedApplication application, string status, JsonNode state, CancellationToken cancel)
    {
        if (status != "Submitted" && state["eligibility"] is { } eligibility)
        {
            application.Assessed(eligibility);
        }

        switch (status)
        {
            case "AwaitingApproval":
                await ApproveAsync(application, cancel);
                return false;
            case "FundsReserved":
                await SignAsync(application, cancel);
                return false;
            case "DisbursementFailed":
                await OrderAgainAsync(application, cancel);
                return false;
            case "Active" or "Settled":
                application.LoanId = (string)state["loanId"]!;
                return true;
            default:
                return status is "Ineligible" or "Rejected" or "Withdrawn";
        }
    }

    private async Task ApproveAsync(SimulatedApplication application, CancellationToken cancel)
    {
        var reason = application.Outcome == "refer" ? "documents seen at the branch" : null;
        var answer = await people.Officer.PostAsync(
            $"/applications/{application.ApplicationId}/approvals", new { reason }, Key(application, "approval"), cancel);
        if ((int)answer.Status == 409)
        {
            return; // it went on meanwhile; its state tells the next step
        }

        if ((string?)answer.Expect("approval")["requestId"] is { } request)
        {
            var check = await people.Supervisor.PostAsync($"/checks/{request}/approval", null, null, cancel);
            if ((int)check.Status != 409)
            {
                check.Expect("second approval");
            }
        }
    }

    private async Task SignAsync(SimulatedApplication application, CancellationToken cancel)
    {
        var body = new
        {
            contractNumber = draws.Name($"C-{application.Row.ExternalRef}"),
            signedOn = LocalDatePattern.Iso.Format(today),
            collateral = new[] { new { kind = "promissory-note", number = draws.Name($"S-{application.Row.ExternalRef}"), amountRials = NoteFor(application) } },
            guarantors = Array.Empty<object>(),
        };
        var answer = await people.Officer.PostAsync(
            $"/applications/{application.ApplicationId}/contract", body, Key(application, "contract"), cancel);
        if ((int)answer.Status != 409)
        {
            answer.Expect("contract");
        }
    }

    /// <summary>A promissory note of 115 % of the loan, rounded up (domain.md section 1.2).</summary>
    private static long NoteFor(SimulatedApplication application) =>
        ((long.Parse(application.Row.Fields["amountRials"], System.Globalization.CultureInfo.InvariantCulture) * 115) + 99) / 100;

    private async Task OrderAgainAsync(SimulatedApplication application, CancellationToken cancel)
    {
        var id = application.ApplicationId;
        var account = await people.Officer.PostAsync(
            $"/applications/{id}/payout-account", new { iban = OtherAccount(application) }, Key(application, "account"), cancel);
        if ((int)account.Status == 409)
        {
            return;
        }

        account.Expect("new account");
        var order = await people.Officer.PostAsync($"/applications/{id}/disbursement", null, Key(application, "again"), cancel);
        if ((int)order.Status != 409)
        {
            order.Expect("order again");
        }
    }

    /// <summary>A valid account at the bank that the simulated bank does not refuse.</summary>
    private string OtherAccount(SimulatedApplication application)
    {
        for (var n = 0; ; n++)
        {
            var bban = $"059{draws.Next($"account {n}", application.Row.ExternalRef, int.MaxValue):D19}";
            var check = 98 - (int)(System.Numerics.BigInteger.Parse(bban + "182700", System.Globalization.CultureInfo.InvariantCulture) % 97);
            var iban = $"IR{check:D2}{bban}";
            if (!draws.IsRefusedAtFirst(iban))
            {
                return iban;
            }
        }
    }

    private string Key(SimulatedApplication application, string what) => draws.Name($"{application.Row.ExternalRef}-{what}");
}
