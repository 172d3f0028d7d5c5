using System.Text;
using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using NodaTime;

namespace LoanServicing.Disbursement.Tests;

/// <summary>The whole text of a file in each dialect.</summary>
public sealed class PaymentFileTextTests
{
    private static readonly CreditTransfer[] Transfers =
    [
        new("LS01890F0000007000800000000000000A", new Rials(380_000_000), "رضا <سالاری> \u0001& پسران", "0499370899", "IR740590000000001234567890", "K-1405-1"),
        new("LS01890F0000007000800000000000000B", new Rials(1_440_000_000), "علی‌رضا\u200C  نادری", "0790419904", "IR820540102680020817909002", "K-1405-2"),
    ];

    private static readonly PaymentFile File = new(
        "LSF01890F00000070008000000000000001",
        Instant.FromUtc(2026, 11, 22, 20, 30, 5),
        new LocalDate(2026, 11, 22),
        new Debtor("Bonyad & Bank", "IR040590000000000000000001", "SINAIRTHXXX"),
        PaymentRail.Satna,
        PaymentFileFormat.Pain001,
        Transfers);

    [Fact]
    public void Pain001_NamesItsRail_AsALocalInstrument()
    {
        Assert.Equal(Pain("<PmtTpInf>\n        <LclInstrm>\n          <Prtry>SATNA</Prtry>\n        </LclInstrm>\n      </PmtTpInf>\n      "), Text(File));
        Assert.Equal("LSF01890F00000070008000000000000001.xml", File.FileName());
    }

    [Fact]
    public void Pain001_FromBeforeThereWereRails_IsWhatItWas() => Assert.Equal(Pain(typeInformation: ""), Text(File with { Rail = null }));

    [Fact]
    public void Ccti_IsThePayaDialect_WithSolarHijriDatesInIran_AndNamesOfLettersAndSpaces()
    {
        var file = File with
        {
            MessageId = "IR040590000000000000000001000000007",
            Rail = PaymentRail.Paya,
            Format = PaymentFileFormat.Ccti,
            Debtor = File.Debtor with { Bic = "BMJIIRTHXXX" },
        };

        Assert.Equal(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <Document>
              <CstmrCdtTrfInitn>
                <GrpHdr>
                  <MsgId>IR040590000000000000000001000000007</MsgId>
                  <CreDtTm>1405-09-02T00:00:05</CreDtTm>
                  <NbOfTxs>2</NbOfTxs>
                  <CtrlSum>1820000000</CtrlSum>
                  <InitgPty>
                    <Nm>Bonyad Bank</Nm>
                  </InitgPty>
                </GrpHdr>
                <PmtInf>
                  <PmtInfId>1</PmtInfId>
                  <PmtMtd Ccy="IRR">TRF</PmtMtd>
                  <NbOfTxs>2</NbOfTxs>
                  <CtrlSum>1820000000</CtrlSum>
                  <ReqdExctnDt>1405-09-01</ReqdExctnDt>
                  <Dbtr>
                    <Nm>Bonyad Bank</Nm>
                  </Dbtr>
                  <DbtrAcct>
                    <Id>
                      <IBAN>IR040590000000000000000001</IBAN>
                    </Id>
                  </DbtrAcct>
                  <DbtrAgt>
                    <FinInstnId>
                      <BIC>BMJIIRTHXXX</BIC>
                    </FinInstnId>
                  </DbtrAgt>
                  <CdtTrfTxInf>
                    <PmtId>
                      <InstrId>LS01890F0000007000800000000000000A</InstrId>
                      <EndToEndId>LS01890F0000007000800000000000000A</EndToEndId>
                    </PmtId>
                    <Amt>
                      <InstdAmt Ccy="IRR">380000000</InstdAmt>
                    </Amt>
                    <Cdtr>
                      <Nm>رضا سالاری پسران</Nm>
                      <Id>
                        <PrvtId>
                          <Othr>
                            <Id>0499370899</Id>
                          </Othr>
                        </PrvtId>
                      </Id>
                    </Cdtr>
                    <CdtrAcct>
                      <Id>
                        <IBAN>IR740590000000001234567890</IBAN>
                      </Id>
                    </CdtrAcct>
                  </CdtTrfTxInf>
                  <CdtTrfTxInf>
                    <PmtId>
                      <InstrId>LS01890F0000007000800000000000000B</InstrId>
                      <EndToEndId>LS01890F0000007000800000000000000B</EndToEndId>
                    </PmtId>
                    <Amt>
                      <InstdAmt Ccy="IRR">1440000000</InstdAmt>
                    </Amt>
                    <Cdtr>
                      <Nm>علی رضا نادری</Nm>
                      <Id>
                        <PrvtId>
                          <Othr>
                            <Id>0790419904</Id>
                          </Othr>
                        </PrvtId>
                      </Id>
                    </Cdtr>
                    <CdtrAcct>
                      <Id>
                        <IBAN>IR820540102680020817909002</IBAN>
                      </Id>
                    </CdtrAcct>
                  </CdtTrfTxInf>
                </PmtInf>
              </CstmrCdtTrfInitn>
            </Document>
            """.ReplaceLineEndings("\n"),
            Text(file));
        Assert.Equal("IR040590000000000000000001000000007.ccti", file.FileName());
    }

    [Theory]
    [InlineData("***", "0499370899")]
    [InlineData("", "0499370899")]
    [InlineData("  مریم\u064B  ", "مریم\u064B")]
    [InlineData("A\uFFFD1\U00020000", "A 1\U00020000")]
    public void Ccti_OfANameWithNothingLeft_HasTheNationalId(string name, string written)
    {
        var transfer = Transfers[0] with { CreditorName = name };

        Assert.Contains($"<Nm>{written}</Nm>", Text(File with { Format = PaymentFileFormat.Ccti, Transfers = [transfer] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PaymentFileFormat.Pain001, 140)]
    [InlineData(PaymentFileFormat.Ccti, 140)]
    public void ANameThatIsTooLong_IsCut(PaymentFileFormat format, int length)
    {
        var transfer = Transfers[0] with { CreditorName = new string('ب', 200) };

        Assert.Contains($"<Nm>{new string('ب', length)}</Nm>", Text(File with { Format = format, Transfers = [transfer] }), StringComparison.Ordinal);
    }

    private static string Text(PaymentFile file) => Encoding.UTF8.GetString(PaymentFileFormats.Render(file));

    private static string Pain(string typeInformation) =>
        $"""
        <?xml version="1.0" encoding="utf-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
          <CstmrCdtTrfInitn>
            <GrpHdr>
              <MsgId>LSF01890F00000070008000000000000001</MsgId>
              <CreDtTm>2026-11-22T20:30:05Z</CreDtTm>
              <NbOfTxs>2</NbOfTxs>
              <CtrlSum>1820000000</CtrlSum>
              <InitgPty>
                <Nm>Bonyad &amp; Bank</Nm>
              </InitgPty>
            </GrpHdr>
            <PmtInf>
              <PmtInfId>LSF01890F00000070008000000000000001</PmtInfId>
              <PmtMtd>TRF</PmtMtd>
              <NbOfTxs>2</NbOfTxs>
              <CtrlSum>1820000000</CtrlSum>
              {typeInformation}<ReqdExctnDt>
                <Dt>2026-11-22</Dt>
              </ReqdExctnDt>
              <Dbtr>
                <Nm>Bonyad &amp; Bank</Nm>
              </Dbtr>
              <DbtrAcct>
                <Id>
                  <IBAN>IR040590000000000000000001</IBAN>
                </Id>
              </DbtrAcct>
              <DbtrAgt>
                <FinInstnId>
                  <BICFI>SINAIRTHXXX</BICFI>
                </FinInstnId>
              </DbtrAgt>
              <CdtTrfTxInf>
                <PmtId>
                  <EndToEndId>LS01890F0000007000800000000000000A</EndToEndId>
                </PmtId>
                <Amt>
                  <InstdAmt Ccy="IRR">380000000</InstdAmt>
                </Amt>
                <Cdtr>
                  <Nm>رضا &lt;سالاری&gt; &amp; پسران</Nm>
                </Cdtr>
                <CdtrAcct>
                  <Id>
                    <IBAN>IR740590000000001234567890</IBAN>
                  </Id>
                </CdtrAcct>
                <RmtInf>
                  <Ustrd>K-1405-1</Ustrd>
                </RmtInf>
              </CdtTrfTxInf>
              <CdtTrfTxInf>
                <PmtId>
                  <EndToEndId>LS01890F0000007000800000000000000B</EndToEndId>
                </PmtId>
                <Amt>
                  <InstdAmt Ccy="IRR">1440000000</InstdAmt>
                </Amt>
                <Cdtr>
                  <Nm>{Transfers[1].CreditorName}</Nm>
                </Cdtr>
                <CdtrAcct>
                  <Id>
                    <IBAN>IR820540102680020817909002</IBAN>
                  </Id>
                </CdtrAcct>
                <RmtInf>
                  <Ustrd>K-1405-2</Ustrd>
                </RmtInf>
              </CdtTrfTxInf>
            </PmtInf>
          </CstmrCdtTrfInitn>
        </Document>
        """.ReplaceLineEndings("\n");
}
