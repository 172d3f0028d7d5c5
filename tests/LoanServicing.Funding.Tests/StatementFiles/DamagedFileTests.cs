using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Funding.StatementFiles;
using static LoanServicing.Funding.Tests.StatementFiles.StatementSample;

namespace LoanServicing.Funding.Tests.StatementFiles;

public class DamagedFileTests
{
    private static readonly byte[] Camt = Encoding.UTF8.GetBytes(Document(
        Statement(Balance("OPBD", 0) + Balance("CLBD", 1_003) + Entry(more: "<AddtlNtryInf>قسط &amp; <![CDATA[<آذر>]]></AddtlNtryInf>") + Entry("3", more: Details(Rials(1), Rials(2))))));

    private static readonly byte[] Csv = Encoding.UTF8.GetBytes(
        "تاریخ;بدهکار;بستانکار;مانده;شرح;شماره پیگیری\r\n1405/09/01;;1000;1000;\"قسط; آذر\";۱۲\r\n1405/09/02;250;;750;;R2\r\n");

    // Bytes that mean something to one of the parsers, and some that never mean anything.
    private static readonly byte[] Telling = [.. "<>&'\"/;,\r\n\t\0-.09A]!?= "u8, 0x80, 0xC3, 0xED, 0xEF, 0xBF, 0xFE, 0xFF];

    [Fact]
    public void A_camt_file_with_some_bytes_changed_is_read_or_refused() => ReadOrRefused(Camt);

    [Fact]
    public void A_csv_with_some_bytes_changed_is_read_or_refused() => ReadOrRefused(Csv);

    private static void ReadOrRefused(byte[] whole)
    {
        var anywhere = Gen.Choose(0, whole.Length - 1).SelectMany(at => Gen.Elements(Telling).Select(to => (At: at, To: to)));
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3_000),
            Prop.ForAll(anywhere.ArrayOf(3).ToArbitrary(), changes =>
            {
                byte[] content = [.. whole];
                foreach (var (at, to) in changes)
                {
                    content[at] = to;
                }

                return IsReadOrRefusedAsync(content).GetAwaiter().GetResult();
            }));
    }

    private static async Task<bool> IsReadOrRefusedAsync(byte[] content)
    {
        try
        {
            return (await ReadAsync(content)).Count > 0;
        }
        catch (StatementRefusedException refusal)
        {
            return refusal.Code.StartsWith("statement.", StringComparison.Ordinal) && refusal.Text.Fa.Length > 0;
        }
    }
}
