import { mount } from '@vue/test-utils'
import { defineComponent, h, nextTick } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { Problem } from '@/client/problem'
import { useFaults, useForm } from './form'

/** A form with one field at `/name`. */
function render(submit: (values: { name: string }) => Promise<unknown>, done = vi.fn()) {
  let form!: ReturnType<typeof useForm<{ name: string }, unknown>>
  const Field = defineComponent(() => {
    const faults = useFaults()
    return () => {
      const found = faults.at('/name')
      return h('div', { 'data-invalid': found.length ? '' : undefined }, [h('input'), found.map((f) => f.message)])
    }
  })
  const wrapper = mount(
    defineComponent(() => {
      form = useForm({ values: () => ({ name: '' }), submit, done })
      return () => h('form', { ref: form.attach }, h(Field))
    }),
    { attachTo: document.body },
  )
  return { wrapper, form, done }
}
const refusal = (...errors: { pointer: string; code: string; message: string }[]) =>
  vi.fn().mockRejectedValue(new Problem(422, 'invalid', '不对', { errors }))

describe('useForm', () => {
  it('puts a fault beside its field and gives it the focus', async () => {
    const { wrapper, form } = render(refusal({ pointer: '/name', code: 'x', message: '太短' }))
    await form.submit()
    expect(wrapper.text()).toBe('太短')
    expect(document.activeElement).toBe(wrapper.find('input').element)
    expect(form.stray()).toEqual([])
  })
  it('keeps faults of no field for the top of the form', async () => {
    const fault = { pointer: '/other', code: 'x', message: '别处' }
    const { form } = render(refusal(fault))
    await form.submit()
    expect(form.stray()).toEqual([fault])
  })
  it('keeps what was typed when it is refused', async () => {
    const { form } = render(refusal())
    form.values.name = '周敏'
    await form.submit()
    expect(form.values.name).toBe('周敏')
    expect(form.problem?.status).toBe(422)
  })
  it('sends once however often it is asked', async () => {
    const submit = vi.fn(() => new Promise(() => undefined))
    const { form } = render(submit)
    form.submit()
    form.submit()
    await nextTick()
    expect(submit).toHaveBeenCalledOnce()
  })
  it('hands over the result', async () => {
    const { form, done } = render(vi.fn().mockResolvedValue('saved'))
    await form.submit()
    expect(done).toHaveBeenCalledWith('saved')
  })
})
