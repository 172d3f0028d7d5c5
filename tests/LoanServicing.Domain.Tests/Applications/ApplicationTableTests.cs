using LoanServicing.Domain.Applications;

namespace LoanServicing.Domain.Tests.Applications;

/// <summary>Every cell of the table, written down a second time in words. A cell that changes has to be changed here too, on purpose.</summary>
public class ApplicationTableTests
{
    private const string Facts =
        """
        state              | Assessed         AssessedIneligible FundsReserved FundsUnavailable DisbursementOrdered DisbursementFailed DisbursementReturned LoanOpened  LoanSettled           LoanReopened LoanWrittenOff
        Submitted          | AwaitingApproval Ineligible         Park          Park             Park                Park               Park                 Park        Park                  Park         Park
        Ineligible         | Park             AlreadyDone        Park          Park             Park                Park               Park                 Park        Park                  Park         Park
        AwaitingApproval   | AlreadyDone      Park               Park          Park             Park                Park               Park                 Park        Park                  Park         Park
        Returned           | AlreadyDone      Park               Park          Park             Park                Park               Park                 Park        Park                  Park         Park
        Rejected           | AlreadyDone      Park               Park          Park             Park                Park               Park                 Park        Park                  Park         Park
        Withdrawn          | Stale            Stale              Compensate    Compensate       Stale               Stale              Park                 Park        Park                  Park         Park
        Approved           | AlreadyDone      Park               FundsReserved Waitlisted       Park                Park               Park                 Park        Park                  Park         Park
        Waitlisted         | AlreadyDone      Park               FundsReserved AlreadyDone      Park                Park               Park                 Park        Park                  Park         Park
        FundsReserved      | AlreadyDone      Park               AlreadyDone   Stale            Park                Park               Park                 Park        Park                  Park         Park
        ContractSigned     | AlreadyDone      Park               AlreadyDone   Stale            Disbursing          DisbursementFailed DisbursementFailed   Active      Wait                  Wait         Wait
        Disbursing         | AlreadyDone      Park               AlreadyDone   Stale            AlreadyDone         DisbursementFailed DisbursementFailed   Active      Wait                  Wait         Wait
        DisbursementFailed | AlreadyDone      Park               AlreadyDone   Stale            AlreadyDone         AlreadyDone        Park                 Park        Park                  Park         Park
        Active             | AlreadyDone      Park               AlreadyDone   Stale            AlreadyDone         Park               DisbursementFailed   AlreadyDone Settled               AlreadyDone  WrittenOff
        Settled            | AlreadyDone      Park               AlreadyDone   Stale            AlreadyDone         Park               Settled              AlreadyDone AlreadyDone           Active       WrittenOff
        WrittenOff         | AlreadyDone      Park               AlreadyDone   Stale            AlreadyDone         Park               Park                 AlreadyDone Park                  Park         AlreadyDone
        """;

    private const string Commands =
        """
        Approve               | AwaitingApproval>Approved
        RequestSecondApproval | AwaitingApproval>AwaitingApproval
        ConfirmSecondApproval | AwaitingApproval>Approved
        DeclineSecondApproval | AwaitingApproval>AwaitingApproval
        Reject                | AwaitingApproval>Rejected Returned>Rejected
        Return                | AwaitingApproval>Returned
        Resubmit              | Returned>Submitted
        Withdraw              | Submitted>Withdrawn AwaitingApproval>Withdrawn Returned>Withdrawn Approved>Withdrawn Waitlisted>Withdrawn FundsReserved>Withdrawn DisbursementFailed>Withdrawn
        SignContract          | FundsReserved>ContractSigned
        ResumeContract        | FundsReserved>ContractSigned
        ChangePayoutAccount   | Submitted>Submitted AwaitingApproval>AwaitingApproval Returned>Returned Approved>Approved Waitlisted>Waitlisted FundsReserved>FundsReserved DisbursementFailed>DisbursementFailed
        OrderAgain            | DisbursementFailed>ContractSigned
        ReserveAgain          | DisbursementFailed>Approved
        Cancel                | Approved>Withdrawn Waitlisted>Withdrawn FundsReserved>Withdrawn DisbursementFailed>Withdrawn
        Expire                | FundsReserved>Withdrawn
        """;

    public static TheoryData<ApplicationState, ApplicationFact, string> FactCells
    {
        get
        {
            var rows = Rows(Facts);
            var columns = rows[0].Cells;
            var data = new TheoryData<ApplicationState, ApplicationFact, string>();
            foreach (var (name, cells) in rows.Skip(1))
            {
                for (var i = 0; i < columns.Length; i++)
                {
                    data.Add(Enum.Parse<ApplicationState>(name), Enum.Parse<ApplicationFact>(columns[i]), cells[i]);
                }
            }

            return data;
        }
    }

    public static TheoryData<ApplicationState, ApplicationCommand, string> CommandCells
    {
        get
        {
            var data = new TheoryData<ApplicationState, ApplicationCommand, string>();
            foreach (var (name, cells) in Rows(Commands))
            {
                var allowed = cells.Select(cell => cell.Split('>')).ToDictionary(pair => pair[0], pair => pair[1]);
                foreach (var state in ApplicationStates.All)
                {
                    data.Add(state, Enum.Parse<ApplicationCommand>(name), allowed.GetValueOrDefault(state.ToString(), "refused"));
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(FactCells))]
    public void Each_state_and_fact_has_its_answer(ApplicationState state, ApplicationFact fact, string expected) =>
        Assert.Equal(expected, ApplicationTable.For(state, fact).ToString());

    [Theory]
    [MemberData(nameof(CommandCells))]
    public void Each_state_and_command_has_its_answer(ApplicationState state, ApplicationCommand command, string expected)
    {
        var decision = ApplicationTable.For(state, command);

        Assert.Equal(expected, decision.IsRefused ? "refused" : decision.NewState.ToString());
        Assert.Equal((state, command), (decision.State, decision.Command));
    }

    [Fact]
    public void The_cells_written_down_here_are_all_there_are()
    {
        Assert.Equal(ApplicationStates.All.Count * Enum.GetValues<ApplicationFact>().Length, FactCells.Count);
        Assert.Equal(ApplicationStates.All.Count * Enum.GetValues<ApplicationCommand>().Length, CommandCells.Count);
    }

    [Fact]
    public void Only_a_loan_that_is_owed_again_or_lost_reopens_a_closed_application_and_no_command_changes_one()
    {
        var closed = ApplicationStates.All.Where(state => state.IsClosed()).ToList();

        Assert.Equal([ApplicationState.Ineligible, ApplicationState.Rejected, ApplicationState.Withdrawn, ApplicationState.Settled], closed);
        Assert.All(closed, state =>
        {
            Assert.All(Enum.GetValues<ApplicationFact>(), fact => Assert.True(
                ApplicationTable.For(state, fact).NewState is not { } after || after == state
                || (state == ApplicationState.Settled && fact is ApplicationFact.LoanReopened or ApplicationFact.LoanWrittenOff)));
            Assert.All(Enum.GetValues<ApplicationCommand>(), command => Assert.True(ApplicationTable.For(state, command).IsRefused));
        });
    }

    private static List<(string Name, string[] Cells)> Rows(string text) =>
        [.. text.Split('\n').Select(line => line.Split('|')).Select(parts =>
            (parts[0].Trim(), parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))];
}
