using System.Text.Json.Nodes;
using LoanServicing.Intake;
using LoanServicing.Simulation.World;
using NodaTime.Text;

namespace LoanServicing.Simulation.People;

/// <summary>
/// Officers and a supervisor, and what applicants do besides applying. Each looks at an application and does what its state suggests; by the
/// time the request arrives the state may be another.
/// </summary>
internal sealed class Officers(SimulatedWorld world, Api api, Clients clients, Applicants applicants)
{
    private static readonly string[] Closed = ["Ineligible", "Rejected", "Withdrawn", "Settled", "WrittenOff"];

    /// <summary>Nobody gives up, refuses or asks back any more; who waits for money that does not come gives up.</summary>
    public bool Decisive { get; set; }

    /// <summary>Nothing more happens to it; a loan that is written off is such one too.</summary>
    public static bool IsClosed(Application application) => Closed.Contains(application.Status);

    /// <summary>Looks at one application and decides.</summary>
    public async Task StepAsync(Application application)
    {
        world.Trace.Note(application.Name);
        var call = new Call(IntakeService.Name, "GET", $"/applications/{application.Id}", Staff.Officer);
        if (await api.SendAsync(call) is not { IsDone: true } reply)
        {
            world.Trace.Note("-> not seen");
            return;
        }

        application.Status = (string)reply["status"]!;
        world.Trace.Note(application.Status);
        if ((string?)reply.Json!["loanId"] is { } loan)
        {
            application.LoanId = Guid.Parse(loan);
            world.Trace.Name(application.LoanId.Value, $"loan of {application.Name}");
        }

        if (!clients.IsOpen(application.Name) || world.Chance.Hits(100))
        {
            Decide(application, reply.Json!);
        }
    }

    /// <summary>Gives up on those who still wait for money.</summary>
    public void GiveUpWaiting(Application application) => Ask(application, "cancellation", new JsonObject { ["reason"] = "no money is left" });

    private void Decide(Application application, JsonNode view)
    {
        switch (application.Status)
        {
            case "AwaitingApproval" when (string?)view["pendingRequestId"] is { } request:
                Check(application, request);
                break;
            case "AwaitingApproval":
                Weigh(application, (80, Approve), (6, Reject), (9, Return), (5, Withdraw));
                break;
            case "Returned":
                Weigh(application, (85, Resubmit), (15, Withdraw));
                break;
            case "FundsReserved":
                Weigh(application, (84, Sign), (5, Cancel), (4, Withdraw), (7, NewAccount));
                break;
            case "DisbursementFailed":
                Weigh(application, (60, NewAccountAndAgain), (30, Again), (10, Cancel));
                break;
            case "Submitted" or "Approved" or "Waitlisted" or "ContractSigned" or "Disbursing" when !Decisive && world.Chance.Hits(10):
                Weigh(application, (50, Cancel), (50, Withdraw));
                break;
        }
    }

    /// <summary>The first of the choices is what leads on.</summary>
    private void Weigh(Application application, params (int Weight, Action<Application> Do)[] choices) =>
        (Decisive ? choices[0].Do : world.Chance.Weighted(choices))(application);

    private void Approve(Application application)
    {
        var body = new JsonObject { ["reason"] = "documents seen at the branch" };
        if (!Decisive && world.Chance.Hits(200))
        {
            body["amountRials"] = application.Amount * world.Chance.Between(5, 10) / 10;
        }

        Ask(application, "approvals", body);
    }

    private void Reject(Application application) => Ask(application, "rejection", new JsonObject { ["reason"] = "no place of work" });

    private void Return(Application application) => Ask(application, "return", new JsonObject { ["questions"] = "which workshop?" });

    private void Cancel(Application application) => Ask(application, "cancellation", new JsonObject { ["reason"] = "moved away" });

    private void Withdraw(Application application) =>
        Ask(application, "withdrawal", new JsonObject { ["reason"] = "changed my mind" }, application.Applicant);

    private void Resubmit(Application application) =>
        Ask(application, "resubmission", new JsonObject { ["amountRials"] = application.Amount * world.Chance.Between(6, 10) / 10 }, application.Applicant);

    private void NewAccount(Application application) =>
        Ask(application, "payout-account", new JsonObject { ["iban"] = applicants.NewAccount(application) });

    private void Again(Application application) => Ask(application, "disbursement", null);

    private void NewAccountAndAgain(Application application)
    {
        NewAccount(application);
        Again(application);
    }

    private void Sign(Application application) => Ask(application, "contract", new JsonObject
    {
        ["contractNumber"] = $"C-{application.Name}",
        ["signedOn"] = LocalDatePattern.Iso.Format(world.Clock.Today),
        ["graceMonths"] = world.Chance.Pick([0, 0, 0, 3]),
        ["collateral"] = new JsonArray(new JsonObject { ["kind"] = "promissory-note", ["number"] = $"S-{application.Name}", ["amountRials"] = application.Amount * 5 / 4 }),
        ["guarantors"] = new JsonArray(),
    });

    private void Check(Application application, string request)
    {
        var refuses = !Decisive && world.Chance.Hits(200);
        var body = refuses ? new JsonObject { ["reason"] = "too much" } : null;
        var call = new Call(
            IntakeService.Name, "POST", $"/checks/{request}/{(refuses ? "refusal" : "approval")}", Staff.Supervisor, body, clients.NewKey());
        clients.Send(new Request($"{application.Name} {(refuses ? "second refusal" : "second approval")}", call, _ => { })
        {
            Topic = application.Name, Subject = Guid.Parse(request),
        });
    }

    private void Ask(Application application, string what, JsonObject? body, Person? by = null)
    {
        var call = new Call(IntakeService.Name, "POST", $"/applications/{application.Id}/{what}", by ?? Staff.Officer, body, clients.NewKey());
        clients.Send(new Request($"{application.Name} {what}", call, _ => { }) { Topic = application.Name, Subject = application.Id });
    }
}
